import { Element } from "./element";
import * as json from "./json-writer";

/** What a tap returns to the kernel for an element, or for nothing. */
export function ofElement(element: Element | null): usize {
  json.begin();
  if (element === null) json.raw("null");
  else element.write();
  return json.finish();
}

/** What a tap returns to the kernel for a list of declarations. */
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
