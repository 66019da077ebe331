#!/bin/sh
# Builds summary.wasm, which is checked in. Wants clang with its WebAssembly target, and wasm-ld (Debian: clang, lld).
set -e
cd "$(dirname "$0")"
clang --target=wasm32 -std=c11 -O2 -Wall -Wextra -ffreestanding -nostdlib -fno-builtin \
  -Wl,--no-entry -Wl,-z,stack-size=8192 -Wl,--strip-all -o summary.wasm summary.c
