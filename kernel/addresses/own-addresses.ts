import type { Address } from "../model/address.ts";
import { KERNEL_ADDRESSES } from "./kernel-addresses.ts";
import { pathPattern } from "./path-pattern.ts";

/** The addresses of the kernel as a book takes them. */
export const OWN_ADDRESSES: readonly Address[] = Object.entries(KERNEL_ADDRESSES).map(
  ([name, { path, methods, permission }]): Address => ({
    pattern: pathPattern(path),
    methods,
    owner: { kind: "kernel", name },
    permission,
    source: null,
  }),
);
