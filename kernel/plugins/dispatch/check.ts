import type { Failure } from "../../model/host-functions.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { TapArgument, TapOf } from "../../model/taps.ts";
import { callPlugin } from "../call.ts";
import type { Entry } from "../entry.ts";
import { readFailure } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import { isWaiting } from "../waiting.ts";
import { inOrder, orElse } from "./in-order.ts";

export type Objection = { readonly plugin: string; readonly failure: Failure };

/** What `checkers` have against it. One that breaks, or that is left out, could not look: that is a failure too. */
export function check(
  checkers: readonly Entry[],
  state: RequestState,
  tap: TapOf<"check">,
  given: readonly TapArgument[],
): Waiting<readonly Objection[]> {
  const objections: Objection[] = [];
  const object = (plugin: string, failure: Failure | undefined) => {
    if (failure !== undefined) objections.push({ plugin, failure });
    return true;
  };
  const done = inOrder(checkers, state, (entry) =>
    orElse(
      () => callPlugin(entry, state, entry.taps[tap]!, given, readFailure),
      (failure) => object(entry.name, failure),
      () => object(entry.name, { code: "failed", detail: `Plugin '${entry.name}' could not check it.` }),
    ),
  );
  return isWaiting(done) ? done.then(() => objections) : objections;
}
