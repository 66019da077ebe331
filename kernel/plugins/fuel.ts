import { Fault } from "../base/fault.ts";
import { MOST_HOST_CALLS, outOfFuel, requireTime } from "./budget.ts";
import type { Store } from "./store.ts";

/**
 * The fuel that a call is given at once. Fuel is not time: a slice is 0.4 ms of additions, 8 ms of divisions or 160 ms
 * of reading all over the memory, so the clock is looked at before each.
 */
const SLICE = 2_000_000;

/** Gives a call its first slice. @throws Fault `plugin.timed_out`, `plugin.out_of_fuel` */
export function prepareCall(store: Store): void {
  store.fuel.value = 0;
  store.granted = 0;
  refuel(store, 1);
}

/**
 * Gives a call that ran out of fuel its next slice, which is at least `price`. The guest calls this by itself, where
 * its meter finds none left.
 * @throws Fault `plugin.timed_out`, `plugin.out_of_fuel`
 */
export function refuel(store: Store, price: number): void {
  const { budget } = store;
  requireTime(budget);
  const needed = price - store.fuel.value;
  const given = Math.min(Math.max(SLICE, needed), budget.fuel);
  if (given < needed) {
    takeBack(store);
    budget.fuel = 0;
    store.fuel.value = -1;
    throw outOfFuel(budget);
  }
  budget.fuel -= given;
  store.granted += given;
  store.fuel.value += given;
}

/** Takes fuel for work that the kernel does for a call. @throws Fault `plugin.timed_out`, `plugin.out_of_fuel` */
export function payFuel(store: Store, amount: number): void {
  if (store.fuel.value < amount) refuel(store, amount);
  store.fuel.value -= amount;
}

/** Returns to the plugin's budget what a call did not burn. */
export function takeBack(store: Store): void {
  const left = Math.max(0, store.fuel.value);
  store.granted -= left;
  store.budget.fuel += left;
  store.fuel.value = 0;
}

const CALLS_PER_LOOK = 64;

/**
 * Counts a call of a host function, and looks at the clock now and then: time in the kernel costs no fuel. @throws
 * Fault `plugin.timed_out`
 */
export function countHostCall({ budget }: Store): void {
  budget.hostCalls++;
  if (budget.hostCalls % CALLS_PER_LOOK !== 0) return;
  requireTime(budget);
  if (budget.hostCalls > MOST_HOST_CALLS)
    throw new Fault("plugin.out_of_fuel", `It called the kernel more than ${MOST_HOST_CALLS} times in a request.`);
}
