import { setTimeout as delay } from "node:timers/promises";
import type { Snapshot } from "../../site/snapshot.ts";
import { jsonAnswer } from "../answers.ts";
import type { AppMiddleware } from "../app-context.ts";
import type { HealthServices, RequestServices } from "../http-services.ts";
import { send } from "../send.ts";

/** A ping that takes longer (milliseconds) counts as failed: who asks for health waits 100 ms at most. */
const DEADLINE_MS = 80;
const ESSENTIAL = "postgres";

/**
 * Answers whether this node can serve: whether it has a generation, and Postgres replies in time. That something else
 * is silent (Redis), a newer generation that it cannot build, a plugin that it leaves out, or more than half of its
 * places for waiting calls being taken is said, and does not take it out of service; that it is about to stop does.
 */
export function health(services: RequestServices & HealthServices): AppMiddleware {
  const pings = Object.entries(services.pings).map(([name, ping]) => [name, shared(ping)] as const);
  return async (ctx) => {
    const replies = await Promise.all(pings.map(async ([name, ping]) => [name, await inTime(ping())] as const));
    const { serving, newest, fault } = services.generations();
    const snapshot = services.snapshot();
    const quarantined = quarantinedIn(snapshot);
    const suspended = services.suspended();
    const status = statusOf(replies, serving !== null, services.isStopping());
    const body = {
      status,
      ...Object.fromEntries(replies),
      generation: serving,
      ...(newest !== serving && { newest, fault }),
      ...(quarantined.length > 0 && { quarantined_plugins: quarantined }),
      ...(suspended.inside * 2 > suspended.most && { suspended_calls: suspended }),
    };
    await send(ctx, jsonAnswer(SERVED.includes(status) ? 200 : 503, body, snapshot?.site ?? null));
  };
}

const SERVED: readonly Status[] = ["healthy", "degraded"];
type Status = "healthy" | "degraded" | "unhealthy" | "draining";

/**
 * Without Postgres there are no pages; without what else nodes share there are, and signing in waits until it is back.
 */
function statusOf(replies: readonly (readonly [string, boolean])[], hasSite: boolean, isStopping: boolean): Status {
  if (isStopping) return "draining";
  const silent = replies.filter(([, reachable]) => !reachable).map(([name]) => name);
  if (!hasSite || silent.includes(ESSENTIAL)) return "unhealthy";
  return silent.length === 0 ? "healthy" : "degraded";
}

/** The plugins that are left out for a while because they failed again and again. */
function quarantinedIn(snapshot: Snapshot | null): readonly string[] {
  const stats = snapshot?.plugins.stats() ?? [];
  return stats.filter(({ quarantined }) => quarantined).map(({ plugin }) => plugin);
}

/** Shares a ping that is under way among all who ask, so that a dead server does not collect them. */
function shared(ping: () => Promise<unknown>): () => Promise<unknown> {
  let running: Promise<unknown> | undefined;
  return () => {
    running ??= ping().finally(() => {
      running = undefined;
    });
    return running;
  };
}

async function inTime(reply: Promise<unknown>): Promise<boolean> {
  const deadline = new AbortController();
  const late = delay(DEADLINE_MS, false, { signal: deadline.signal }).catch(() => false);
  const arrived = reply.then(
    () => true,
    () => false,
  );
  const reachable = await Promise.race([arrived, late]);
  deadline.abort();
  return reachable;
}
