import { createContext, Script } from "node:vm";

/** Does `work`, and gives it up when it takes too long. @throws Error `ERR_SCRIPT_EXECUTION_TIMEOUT` */
export type TimeLimit = <Result>(work: () => Result) => Result;

/**
 * A limit for work that holds the event loop: nothing else could stop it, so a thread of V8 watches it. That costs a
 * tenth of a millisecond: too much for what cannot take long.
 */
export function createTimeLimit(milliseconds: number): TimeLimit {
  const context: { work: unknown } = { work: null };
  createContext(context);
  const script = new Script("work()");
  return (work) => {
    context.work = work;
    try {
      return script.runInContext(context, { timeout: milliseconds });
    } finally {
      context.work = null;
    }
  };
}
