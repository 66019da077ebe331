import type { RequestState } from "../../model/request-state.ts";
import type { Entry } from "../entry.ts";
import type { Waiting } from "../waiting.ts";
import { isWaiting } from "../waiting.ts";

/**
 * Calls one plugin after the other: at once as long as none of them waits. A step that answers `false` ends it. The
 * time goes to the profile of the request.
 */
export function inOrder(
  entries: readonly Entry[],
  state: RequestState,
  step: (entry: Entry) => Waiting<boolean>,
): Waiting<void> {
  const started = performance.now();
  const rest = goOn(entries, 0, step);
  if (isWaiting(rest)) return rest.then(() => account(entries, state, started));
  account(entries, state, started);
}

function goOn(entries: readonly Entry[], from: number, step: (entry: Entry) => Waiting<boolean>): Waiting<void> {
  for (let index = from; index < entries.length; index++) {
    const more = step(entries[index]!);
    if (isWaiting(more)) return more.then((goes) => (goes ? goOn(entries, index + 1, step) : undefined));
    if (!more) return;
  }
}

function account({ length }: readonly Entry[], { profile }: RequestState, started: number): void {
  profile.taps += length;
  profile.tapMs += performance.now() - started;
}

/** Uses the answer of `call`, with `otherwise` in the place of a plugin that broke; that has been logged. */
export function orElse<Value, Answer>(
  call: () => Waiting<Value>,
  use: (value: Value) => Answer,
  otherwise: () => Answer,
): Waiting<Answer> {
  try {
    const answer = call();
    return isWaiting(answer) ? answer.then(use, otherwise) : use(answer);
  } catch {
    return otherwise();
  }
}
