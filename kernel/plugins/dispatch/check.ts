import type { Failure } from "../../model/plugin-answers.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { TapArgument, TapOf } from "../../model/taps.ts";
import { callPlugin } from "../call.ts";
import type { Entry } from "../entry.ts";
import { readFailure } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import { isWaiting } from "../waiting.ts";
import type { Around } from "./around.ts";
import { within } from "./around.ts";
import { inOrder, orElse } from "./in-order.ts";

export type Objection = { readonly plugin: string; readonly failure: Failure };

/** Collects the objections of `checkers`. One that breaks, or that is left out, has nothing against it. */
export function check(
  checkers: readonly Entry[],
  state: RequestState,
  tap: TapOf<"check">,
  given: readonly TapArgument[],
  around?: Around,
): Waiting<readonly Objection[]> {
  const objections: Objection[] = [];
  const done = inOrder(checkers, state, (entry) =>
    orElse(
      () =>
        within(entry, state, tap, around, (inside) => callPlugin(entry, inside, entry.taps[tap]!, given, readFailure)),
      (failure) => {
        if (failure !== undefined) objections.push({ plugin: entry.name, failure });
        return true;
      },
      () => true,
    ),
  );
  return isWaiting(done) ? done.then(() => objections) : objections;
}
