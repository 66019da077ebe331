import { Fault } from "../base/fault.ts";

/**
 * Work inside one transaction. The scope ends after everything that was begun in it has ended, and nothing begins in it
 * afterwards: what a call that was given up would still write must not land in the transaction around it.
 */
export type Scope = {
  /** Runs `work` in it. @throws Fault `db.given_up` when it has ended */
  run<T>(work: () => Promise<T>): Promise<T>;
  isOpen(): boolean;
  /** Ends it; resolves when nothing is under way. */
  end(): Promise<void>;
};

export function openScope(outer: Scope | null): Scope {
  const running = new Set<Promise<unknown>>();
  let hasEnded = false;
  const isOpen = () => !hasEnded && (outer?.isOpen() ?? true);
  return {
    isOpen,
    run(work) {
      if (!isOpen()) throw new Fault("db.given_up", "A statement came after the end of its transaction.");
      const run = work();
      const settled: Promise<unknown> = run.then(
        () => running.delete(settled),
        () => running.delete(settled),
      );
      running.add(settled);
      return run;
    },
    async end() {
      hasEnded = true;
      await Promise.all(running);
    },
  };
}
