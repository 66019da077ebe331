import { Fault } from "../base/fault.ts";
import type { Store } from "./store.ts";
import { viewsOf } from "./store.ts";
import { checkAddress, encodingOf } from "./strings.ts";

/** The longest result of a tap, in code units or bytes. */
const LONGEST_RESULT = 1024 * 1024;

/**
 * The JSON that a tap returned: its address and length are at `at`.
 * @throws Fault `plugin.bad_argument`, `plugin.bad_result`
 */
export function readJson(store: Store, at: number): unknown {
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
  const text = encoding.decode(bytes, start, start + size);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault("plugin.bad_result", `It returned something that is not JSON: ${(error as Error).message}.`);
  }
}
