import { lower, RETURNED } from "./abi";
import { Element } from "./element";
import { Failure } from "./failure";
import { Json } from "./json";
import * as json from "./json-writer";

/** Makes the result of an export from an element, or from nothing. */
export function ofElement(element: Element | null): usize {
  json.begin();
  if (element === null) json.raw("null");
  else element.write();
  return json.finish();
}

/** Makes the result of an export from a list of declarations. */
export function ofList<T>(entries: T[]): usize {
  json.begin();
  json.raw("[");
  for (let at = 0; at < entries.length; at++) {
    if (at > 0) json.raw(",");
    entries[at].write();
  }
  json.raw("]");
  return json.finish();
}

export function ofJson(value: Json): usize {
  json.begin();
  value.write();
  return json.finish();
}

/** A `result<_, failure>`: its case, then the code and the detail of the failure. */
export function ofFailure(failure: Failure | null): usize {
  store<u8>(RETURNED, failure === null ? 0 : 1);
  if (failure === null) return RETURNED;
  store<u8>(RETURNED, <u8>failure.code, 4);
  store<usize>(RETURNED, changetype<usize>(failure.detail), 8);
  store<i32>(RETURNED, failure.detail.length, 12);
  return RETURNED;
}
