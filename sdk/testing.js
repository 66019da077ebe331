// `trovato/sdk/testing`. A checkout has it in TypeScript, a package in what that was stripped to.
import { existsSync } from "node:fs";

const source = new URL("./testing/mock-kernel.ts", import.meta.url);
const built = new URL("../dist/sdk/testing/mock-kernel.js", import.meta.url);

export const { openMockKernel, textOf } = await import(existsSync(source) ? source : built);
