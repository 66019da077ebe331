import type { Log } from "../model/log.ts";

/** Tells the other nodes which tags are old. */
export type Teller = {
  /**
   * Never fails: what cannot be told now is told with the next one, or by `retry`. What changed is committed already.
   */
  tell(tags: readonly string[]): Promise<void>;
  /** Tells what could not be told before. */
  retry(): Promise<void>;
};

export function createTeller(publish: (tags: readonly string[]) => Promise<void>, log: Log): Teller {
  const untold = new Set<string>();
  const tell: Teller["tell"] = async (tags) => {
    const telling = untold.size === 0 ? tags : [...untold.union(new Set(tags))];
    untold.clear();
    if (telling.length === 0) return;
    try {
      await publish(telling);
    } catch (error) {
      for (const tag of telling) untold.add(tag);
      log.warn({ err: error, tags: telling.length }, "The other nodes could not be told what is old; they will be.");
    }
  };
  return { tell, retry: () => tell([]) };
}
