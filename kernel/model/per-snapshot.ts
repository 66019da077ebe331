import type { RequestState } from "./request-state.ts";
import type { Site } from "./site.ts";

/** Does `make` once for each snapshot; what it made is kept as long as the snapshot is. */
export function perSnapshot<Value extends object>(make: (site: Site) => Value): (site: Site) => Value {
  return oncePer(make);
}

/** Does `make` once for each request; the result is shared by all states that the request has on its way. */
export function perRequest<Value extends object>(make: () => Value): (state: Pick<RequestState, "context">) => Value {
  const of = oncePer<RequestState["context"], Value>(make);
  return ({ context }) => of(context);
}

function oncePer<Key extends object, Value extends object>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>();
  return (key) => made.getOrInsertComputed(key, make);
}
