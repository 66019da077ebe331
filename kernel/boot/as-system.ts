import { SYSTEM } from "../accounts/permissions.ts";
import { systemClock } from "../base/clock.ts";
import { uuidv7 } from "../base/ids.ts";
import type { RequestState } from "../model/request-state.ts";
import { createProfile } from "../observe/profile.ts";
import type { Snapshot } from "../site/snapshot.ts";
import type { Kernel } from "./kernel.ts";

export type SystemOptions = {
  /** The snapshot to work on. Default: the current one. */
  readonly snapshot?: Snapshot;
  /** Ends the work early. */
  readonly signal?: AbortSignal;
  /** Who is named where it is remembered who did it. Default: `system`. */
  readonly name?: string;
};

const NEVER = new AbortController().signal;

/** Does `work` as the system itself, which may do everything, and gives back what it borrowed of the plugins. */
export async function asSystem<Result>(
  { kernel }: { readonly kernel: Kernel },
  work: (state: RequestState, snapshot: Snapshot) => Promise<Result>,
  options: SystemOptions = {},
): Promise<Result> {
  const { snapshot = kernel.snapshots.current()! } = options;
  const state = systemState(kernel, snapshot, options);
  try {
    return await work(state, snapshot);
  } finally {
    snapshot.plugins.release(state);
  }
}

/** The state in which the system works on `snapshot`. */
export function systemState(
  { db, log, services }: Pick<Kernel, "db" | "log" | "services">,
  { site, plugins }: Snapshot,
  { signal = NEVER, name = SYSTEM.name }: SystemOptions = {},
): RequestState {
  return {
    id: uuidv7(),
    site,
    user: { ...SYSTEM, name },
    session: null,
    stage: "live",
    db,
    items: [],
    stores: new Map(),
    context: new Map(),
    profile: createProfile(),
    cacheability: { tags: new Set(), contexts: new Set(), maxAge: 0 },
    signal,
    cache: services.cache,
    taps: plugins.taps,
    log,
    clock: systemClock,
  };
}
