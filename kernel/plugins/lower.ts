import type { WitResult } from "../model/host-functions.ts";
import type { Failure, FailureCode } from "../model/plugin-answers.ts";
import { FAILURE_CODES } from "../model/plugin-answers.ts";
import type { Store } from "./store.ts";
import { viewsOf } from "./store.ts";
import { checkAddress, lowerString } from "./strings.ts";

/** Gives a guest what a host function answered: directly, or written at the address that came as the last parameter. */
export type Lower = (store: Store, value: never, at: number) => number | undefined;

/** A table, so that a result that the contract does not have cannot be lowered by accident. */
export const LOWER: { readonly [Result in WitResult]?: Lower } = {
  none: () => undefined,
  bool: (_store, value: boolean) => (value ? 1 : 0),
  string: lowerText,
  json: lowerText,
  "option<string>": lowerOptionalText,
  "option<json>": lowerOptionalText,
  "option<s64>": (store, value: number | null, at) => {
    writeCase(store, at, 16, 8, value === null ? 0 : 1);
    if (value !== null) writeInteger(store, at + 8, value);
    return undefined;
  },
  "option<f64>": (store, value: number | null, at) => {
    writeCase(store, at, 16, 8, value === null ? 0 : 1);
    if (value !== null) viewsOf(store).data.setFloat64((at >>> 0) + 8, value, true);
    return undefined;
  },
  "option<bool>": (store, value: boolean | null, at) => {
    writeCase(store, at, 2, 1, value === null ? 0 : 1);
    viewsOf(store).bytes[(at >>> 0) + 1] = value === true ? 1 : 0;
    return undefined;
  },
  "result<_, failure>": (store, value: Failure | undefined, at) => {
    writeCase(store, at, 16, 4, value === undefined ? 0 : 1);
    if (value !== undefined) writeFailure(store, at + 4, value);
    return undefined;
  },
  "result<string, failure>": lowerTextResult,
  "result<json, failure>": lowerTextResult,
  "result<u64, failure>": (store, value: number | Failure, at) => {
    writeCase(store, at, 24, 8, typeof value === "object" ? 1 : 0);
    if (typeof value === "object") writeFailure(store, at + 8, value);
    else writeInteger(store, at + 8, value);
    return undefined;
  },
  "result<option<item-handle>, failure>": (store, value: number | null | Failure, at) => {
    const failed = typeof value === "object" && value !== null;
    writeCase(store, at, 16, 4, failed ? 1 : 0);
    if (failed) {
      writeFailure(store, at + 4, value);
      return undefined;
    }
    viewsOf(store).bytes[(at >>> 0) + 4] = value === null ? 0 : 1;
    if (value !== null) viewsOf(store).words[(at >>> 2) + 2] = value;
    return undefined;
  },
};

function lowerText(store: Store, value: string, at: number): undefined {
  lowerString(store, at, value);
}

function lowerOptionalText(store: Store, value: string | null, at: number): undefined {
  writeCase(store, at, 12, 4, value === null ? 0 : 1);
  if (value !== null) lowerString(store, at + 4, value);
}

function lowerTextResult(store: Store, value: string | Failure, at: number): undefined {
  writeCase(store, at, 16, 4, typeof value === "string" ? 0 : 1);
  if (typeof value === "string") lowerString(store, at + 4, value);
  else writeFailure(store, at + 4, value);
}

/** Which case of an option or a result it is stands in front of it; `size` and `alignment` are those of the whole. */
function writeCase(store: Store, at: number, size: number, alignment: number, index: 0 | 1): void {
  checkAddress(store, at, size, alignment);
  viewsOf(store).bytes[at >>> 0] = index;
}

/** 64 bits of a safe integer. */
function writeInteger(store: Store, at: number, value: number): void {
  const { words } = viewsOf(store);
  const word = at >>> 2;
  words[word] = value >>> 0;
  words[word + 1] = Math.floor(value / 4_294_967_296) >>> 0;
}

const CODE_INDEX = Object.fromEntries(FAILURE_CODES.map((code, index) => [code, index])) as {
  readonly [Code in FailureCode]: number;
};

/** The record `failure`: its code, then its detail. */
function writeFailure(store: Store, at: number, { code, detail }: Failure): void {
  viewsOf(store).bytes[at >>> 0] = CODE_INDEX[code];
  lowerString(store, at + 4, detail);
}
