import { Fault, Faults } from "../base/fault.ts";
import type { GenerationStatus } from "../http/http-services.ts";
import type { Db } from "../model/db.ts";
import type { Log } from "../model/log.ts";
import { readGeneration } from "../site/read-site.ts";
import type { Snapshot } from "../site/snapshot.ts";
import type { Bus } from "../state/port.ts";

/** The channel on which applies announce their generation. */
export const GENERATION_CHANNEL = "generation";
/** Message for a change that no generation holds: a plugin was enabled or disabled. */
export const REBUILD = "rebuild";

/** How often a node looks for a newer generation by itself, in case a message was lost. Milliseconds. */
const POLL_INTERVAL = 5_000;

/** The current snapshot of a node, and how it follows the generations. */
export type Snapshots = {
  current(): Snapshot | null;
  status(): GenerationStatus;
  /** Looks at the newest generation and swaps to it; resolves when that is done or has failed. */
  follow(): Promise<void>;
  /**
   * Builds the snapshot anew although the generation is the same: what no generation holds (the name of the site) has
   * changed.
   */
  rebuild(): Promise<void>;
  /** Replaces the current snapshot by what `change` makes of it, in turn with everything else. */
  amend(change: (current: Snapshot) => Promise<Snapshot>): Promise<void>;
  close(): void;
};

export type SnapshotsSettings = {
  readonly db: Db;
  readonly bus: Pick<Bus, "subscribe">;
  readonly log: Log;
  /** Makes the snapshot of the newest generation. */
  build(): Promise<Snapshot>;
  /** Told after each swap. */
  onSwap(): void;
};

/**
 * Follows the generations: on the bus, and by looking from time to time. A node that cannot build the newest one goes
 * on with the one it has, and says so in its status.
 */
export async function openSnapshots({ db, bus, log, build, onSwap }: SnapshotsSettings): Promise<Snapshots> {
  let current: Snapshot | null = null;
  let newest: number | null = null;
  let fault: Fault | null = null;
  let following: Promise<void> = Promise.resolve();
  let closed = false;

  const look = async (isAnew = false) => {
    newest = await readGeneration(db);
    if (current?.site.generation === newest && !isAnew) return;
    const built = await build();
    current = built;
    newest = built.site.generation;
    fault = null;
    onSwap();
    log.info({ generation: newest }, "The site is at a new generation.");
  };
  const failed = (error: unknown) => {
    // What was on its way when the node stopped finds everything closed.
    if (closed) return;
    const first = error instanceof Faults ? error.faults[0]! : error;
    const known = first instanceof Fault ? first : new Fault("internal.unexpected", String(first), { cause: first });
    if (known.message !== fault?.message) {
      log.error(
        { code: known.code, serving: current?.site.generation ?? null, newest, err: first },
        "The newest generation cannot be served.",
      );
    }
    fault = known;
  };
  // One at a time: what is asked meanwhile looks again afterwards, so the last one asked sees the newest.
  const follow = () => {
    following = following.then(() => look()).catch(failed);
    return following;
  };
  const rebuild = () => {
    following = following.then(() => look(true)).catch(failed);
    return following;
  };
  const amend: Snapshots["amend"] = (change) => {
    const changing = async () => {
      if (current !== null) current = await change(current);
    };
    following = following.then(changing).catch(failed);
    return following;
  };

  const unsubscribe = await bus.subscribe(GENERATION_CHANNEL, (message) =>
    message === REBUILD ? rebuild() : follow(),
  );
  const timer = setInterval(() => void follow(), POLL_INTERVAL);
  timer.unref();
  return {
    current: () => current,
    status: () => ({ serving: current?.site.generation ?? null, newest, fault: fault?.code ?? null }),
    follow,
    rebuild,
    amend,
    close: () => {
      closed = true;
      clearInterval(timer);
      unsubscribe();
    },
  };
}
