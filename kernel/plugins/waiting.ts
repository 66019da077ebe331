import { Fault } from "../base/fault.ts";
import type { RequestState } from "../model/request-state.ts";
import { timedOut, timeLeft } from "./budget.ts";
import type { Lower } from "./lower.ts";
import type { Store } from "./store.ts";

export type Waiting<Value> = Value | Promise<Value>;

/** Returns true when the value is still to come. Promises of another realm are promises too. */
export function isWaiting<Value>(value: Waiting<Value>): value is Promise<Value> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}

/**
 * Before a call's first wait: sets the clock for its end, and gives its host functions a state of their own, whose
 * signal aborts then, whose statements are cancelled then, and whose depth tells the calls that come from it.
 */
export function beginWait(store: Store): void {
  if (store.wait !== null) return;
  const state = store.context.state!;
  const aborting = new AbortController();
  const end = (fault: Fault) => {
    aborting.abort(fault);
    store.wait?.giveUp?.(fault);
  };
  const left = Math.max(0, timeLeft(store.budget));
  const onAbort = () => end(new Fault("plugin.timed_out", "What it was called for was given up."));
  state.signal.addEventListener("abort", onAbort, { once: true });
  store.wait = {
    timer: setTimeout(() => end(timedOut(store.budget)), left),
    aborting,
    detach: () => state.signal.removeEventListener("abort", onAbort),
    giveUp: null,
  };
  store.context.state = insideCall(state, aborting.signal);
}

function insideCall(state: RequestState, signal: AbortSignal): RequestState {
  return { ...state, signal, db: state.db.until(signal), depth: (state.depth ?? 0) + 1 };
}

/** After the call, however it ended. */
export function endWait(store: Store): void {
  const { wait } = store;
  if (wait === null) return;
  clearTimeout(wait.timer);
  wait.detach();
  store.wait = null;
}

/**
 * Where an answer goes. Emptied when it is not wanted any longer: an answer that never comes must not hold the store.
 */
type Pending = { arrive: ((value: never) => void) | null; fail: ((error: unknown) => void) | null };

/**
 * Resolves, for a suspended guest, with `answer` lowered. At the deadline it is rejected instead, so that the guest's
 * stack unwinds and is freed; an answer that comes later is dropped, because the store is gone by then.
 */
export function untilDeadline(
  store: Store,
  answer: Promise<never>,
  lower: Lower,
  at: number,
): Promise<number | undefined> {
  const wait = store.wait!;
  const pending: Pending = { arrive: null, fail: null };
  listen(answer, pending);
  return new Promise((resolve, reject) => {
    const close = () => {
      pending.arrive = null;
      pending.fail = null;
      wait.giveUp = null;
    };
    pending.fail = (error) => {
      close();
      reject(error);
    };
    pending.arrive = (value) => {
      close();
      try {
        resolve(lower(store, value, at));
      } catch (error) {
        reject(error);
      }
    };
    wait.giveUp = pending.fail;
    if (wait.aborting.signal.aborted) pending.fail(wait.aborting.signal.reason);
  });
}

/** A function of its own, so that what it leaves with `answer` reaches nothing but `pending`. */
function listen(answer: Promise<never>, pending: Pending): void {
  answer.then(
    (value) => pending.arrive?.(value),
    (error) => pending.fail?.(error),
  );
}
