import { Fault } from "../../base/fault.ts";
import { didYouMean } from "../../base/near-miss.ts";
import type { Failure } from "../../model/plugin-answers.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { TapArgument, TapOf } from "../../model/taps.ts";
import { callPlugin } from "../call.ts";
import type { Entry } from "../entry.ts";
import { readFailure, readJsonText } from "../results.ts";
import type { Waiting } from "../waiting.ts";
import { isWaiting } from "../waiting.ts";

/** Calls `tap` of one plugin, if it implements it. @throws Fault `plugin.missing`, `plugin.refused`, or how it broke */
export function one(
  entries: ReadonlyMap<string, Entry>,
  state: RequestState,
  plugin: string,
  tap: TapOf<"one">,
  given: readonly TapArgument[],
): Waiting<void> {
  const entry = entryOf(entries, plugin);
  const target = entry.taps[tap];
  if (target === undefined) return;
  const answer = callPlugin(entry, state, target, given, readFailure);
  const refuse = (failure: Failure | undefined) => {
    if (failure === undefined) return;
    throw new Fault("plugin.refused", `Plugin '${plugin}' answered ${tap} with ${failure.code}: ${failure.detail}`);
  };
  return isWaiting(answer) ? answer.then(refuse) : refuse(answer);
}

/** Calls a function that a plugin offers. @throws Fault `plugin.missing`, `plugin.no_function`, or how it broke */
export function invoke(
  entries: ReadonlyMap<string, Entry>,
  state: RequestState,
  plugin: string,
  name: string,
  payload: string,
): Waiting<string> {
  const entry = entryOf(entries, plugin);
  const target = entry.functions.get(name.replaceAll("_", "-"));
  if (target !== undefined) return callPlugin(entry, state, target, [payload], readJsonText);
  const hint = didYouMean(name, [...entry.functions.keys()]);
  throw new Fault("plugin.no_function", `Plugin '${plugin}' offers no function '${name}'.${hint}`);
}

function entryOf(entries: ReadonlyMap<string, Entry>, plugin: string): Entry {
  const entry = entries.get(plugin);
  if (entry === undefined) throw new Fault("plugin.missing", `There is no plugin '${plugin}'.`);
  return entry;
}
