import { Fault } from "../base/fault.ts";
import type { Gate } from "./gate.ts";
import type { PluginLimits } from "./loaded-plugin.ts";

/**
 * The rest of what one plugin may use in one request: all its calls there take from it, nested ones too, so that many
 * small calls get no more than a large one.
 */
export type Budget = {
  readonly limits: PluginLimits;
  /** Units of fuel that no call holds. */
  fuel: number;
  hostCalls: number;
  /** Milliseconds of the calls that are over. */
  spent: number;
  /** Calls under way, and since when there are any (`performance.now`). */
  running: number;
  since: number;
  /** Set when a call was refused: the next ones are refused without a word. */
  isRefused: boolean;
  /** Lets others have their turn when the process was busy for a while; undefined when it was not. */
  readonly turn: Gate["turn"];
};

/**
 * Calls of host functions that a plugin may make in one request. Each is cheap; together they keep everybody waiting.
 */
export const MOST_HOST_CALLS = 1_000_000;

export function createBudget(limits: PluginLimits, turn: Gate["turn"] = () => undefined): Budget {
  const { fuel } = limits;
  return { limits, fuel, hostCalls: 0, spent: 0, running: 0, since: 0, isRefused: false, turn };
}

/** Notes that a call begins. Calls of one plugin that overlap take the same time, and it counts once. */
export function beginCall(budget: Budget): void {
  if (budget.running++ === 0) budget.since = performance.now();
}

export function endCall(budget: Budget): void {
  if (--budget.running === 0) budget.spent += performance.now() - budget.since;
}

/** The milliseconds that are left for the plugin in this request; none or less when it is over. */
export function timeLeft({ limits, spent, running, since }: Budget): number {
  return limits.timeoutMs - spent - (running === 0 ? 0 : performance.now() - since);
}

/** @throws Fault `plugin.timed_out` */
export function requireTime(budget: Budget): void {
  if (timeLeft(budget) <= 0) throw timedOut(budget);
}

export function timedOut({ limits }: Budget): Fault {
  return new Fault("plugin.timed_out", `It took longer than ${limits.timeoutMs} ms.`);
}

export function outOfFuel({ limits }: Budget): Fault {
  return new Fault("plugin.out_of_fuel", `It used up its ${limits.fuel} units of fuel.`);
}

/** Gives the reason why the plugin is not called any more in this request, or null. */
export function overspent(budget: Budget): Fault | null {
  if (budget.fuel <= 0) return outOfFuel(budget);
  return timeLeft(budget) <= 0 ? timedOut(budget) : null;
}
