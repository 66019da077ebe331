import type { AccessResult } from "../../model/plugin-answers.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { TapArgument, TapOf } from "../../model/taps.ts";
import { callPlugin } from "../call.ts";
import type { Entry } from "../entry.ts";
import { readAccess } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import { isWaiting } from "../waiting.ts";
import { inOrder, orElse } from "./in-order.ts";

/**
 * A denial ends it, else one grant is enough. A plugin that breaks, or that is left out, denies: it may have been about
 * to.
 */
export function access(
  judges: readonly Entry[],
  state: RequestState,
  tap: TapOf<"access">,
  given: readonly TapArgument[],
): Waiting<AccessResult> {
  let result: AccessResult = "neutral";
  const hear = (answer: AccessResult) => {
    if (answer !== "neutral") result = answer;
    return answer !== "deny";
  };
  const done = inOrder(judges, state, (entry) =>
    orElse(
      () => callPlugin(entry, state, entry.taps[tap]!, given, readAccess),
      hear,
      () => hear("deny"),
    ),
  );
  return isWaiting(done) ? done.then(() => result) : result;
}
