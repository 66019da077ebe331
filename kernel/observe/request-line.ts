import type { Log } from "../model/log.ts";
import type { Profile } from "../model/request-state.ts";

/** A request that takes longer (in milliseconds) is logged as a warning. */
export const SLOW_REQUEST_MS = 500;

export type AnsweredRequest = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly profile: Profile;
  /** Who asked, where the node was told to say it. */
  readonly client?: string;
};

/** The line of one answered request: what was asked, how it ended, and where the time went (milliseconds). */
export function logRequest(log: Log, request: AnsweredRequest): void {
  const { profile } = request;
  const total = performance.now() - profile.started;
  const fields = {
    id: request.id,
    method: request.method,
    path: request.path,
    status: request.status,
    total: rounded(total),
    db: rounded(profile.databaseMs),
    queries: profile.queries,
    taps: profile.taps,
    tapMs: rounded(profile.tapMs),
    ...(request.client !== undefined && { client: request.client }),
  };
  if (total > SLOW_REQUEST_MS) log.warn(fields, "slow request");
  else log.info(fields, "request");
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** The line of a page that was at hand, `started` when it was asked for (`performance.now`). */
export function logKeptPage(
  log: Log,
  { started, ...page }: Omit<AnsweredRequest, "id" | "profile"> & { readonly started: number },
): void {
  log.info({ ...page, total: rounded(performance.now() - started) }, "kept page");
}
