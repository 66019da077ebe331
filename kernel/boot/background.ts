import type { Log } from "../model/log.ts";

/** Work of a site beside answering requests. */
export type Background = {
  /** Aborted when the site stops. */
  readonly signal: AbortSignal;
  /** Begins `work`, unless the site is stopping. What it throws is logged as `complaint`; the promise never rejects. */
  run(work: () => Promise<unknown>, complaint: string): Promise<void>;
  /** Tells what goes on to come to an end, and waits for it. */
  stop(): Promise<void>;
};

export function openBackground(log: Log): Background {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const tried = async (work: () => Promise<unknown>, complaint: string) => {
    try {
      await work();
    } catch (error) {
      log.error({ err: error }, complaint);
    }
  };
  return {
    signal: stopping.signal,
    async run(work, complaint) {
      if (stopping.signal.aborted) return;
      const going = tried(work, complaint);
      running.add(going);
      await going;
      running.delete(going);
    },
    async stop() {
      stopping.abort();
      while (running.size > 0) await Promise.all(running);
    },
  };
}
