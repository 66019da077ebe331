import { Fault } from "../base/fault.ts";
import { nestsDeeper } from "../base/json-depth.ts";
import type { AccessResult, Failure } from "../model/plugin-answers.ts";
import { ACCESS_RESULTS, FAILURE_CODES } from "../model/plugin-answers.ts";
import type { Store } from "./store.ts";
import { viewsOf } from "./store.ts";
import { checkAddress, encodingOf } from "./strings.ts";

/** The longest result of a tap, in code units or bytes. */
const LONGEST_RESULT = 1024 * 1024;

/** Makes sense of what a guest's function returned: a value, or the address of one. */
export type Read<Value> = (store: Store, returned: number) => Value;

export const readNothing: Read<undefined> = () => undefined;

/**
 * The JSON that a tap returned: its address and length are at `at`.
 * @throws Fault `plugin.bad_argument`, `plugin.bad_result`
 */
export function readJson(store: Store, at: number): unknown {
  return parse(readText(store, at));
}

/** The JSON that a function returned, as text that was looked through. @throws as `readJson` */
export function readJsonText(store: Store, at: number): string {
  const text = readText(store, at);
  parse(text);
  return text;
}

/** @throws Fault `plugin.bad_result` */
export function readAccess(_store: Store, returned: number): AccessResult {
  const result = ACCESS_RESULTS[returned >>> 0];
  if (result === undefined) throw new Fault("plugin.bad_result", `It returned ${returned} for an access result.`);
  return result;
}

/**
 * The failure of a `result<_, failure>`; `undefined` when all is well. @throws Fault `plugin.bad_argument`,
 * `plugin.bad_result`
 */
export function readFailure(store: Store, at: number): Failure | undefined {
  checkAddress(store, at, 16, 4);
  const { bytes } = viewsOf(store);
  const from = at >>> 0;
  if (bytes[from] === 0) return undefined;
  const code = FAILURE_CODES[bytes[from + 4]!];
  if (bytes[from] !== 1 || code === undefined)
    throw new Fault("plugin.bad_result", "It returned something that is not a result of the contract.");
  return { code, detail: readText(store, at + 8) };
}

function readText(store: Store, at: number): string {
  checkAddress(store, at, 8, 4);
  const { bytes, words } = viewsOf(store);
  const word = at >>> 2;
  const start = words[word]!;
  const length = words[word + 1]!;
  if (length > LONGEST_RESULT)
    throw new Fault("plugin.bad_result", `It returned more than ${LONGEST_RESULT} characters.`);
  const encoding = encodingOf(store);
  const size = encoding.size(length);
  checkAddress(store, start, size, encoding.alignment);
  return encoding.decode(bytes, start, start + size);
}

/**
 * How deep lists and mappings in a result may nest: whoever gets it next walks it, and is not to be the one that
 * breaks.
 */
const DEEPEST = 64;

function parse(text: string): unknown {
  if (nestsDeeper(text, DEEPEST))
    throw new Fault("plugin.bad_result", `It returned JSON that nests deeper than ${DEEPEST} levels.`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault("plugin.bad_result", `It returned something that is not JSON: ${(error as Error).message}.`);
  }
}
