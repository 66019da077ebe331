import { setTimeout as delay } from "node:timers/promises";
import type { Snapshot } from "../../site/snapshot.ts";
import { jsonAnswer } from "../answers.ts";
import type { AppMiddleware } from "../app-context.ts";
import { send } from "../send.ts";
import type { HealthServices, RequestServices } from "../services.ts";

/** A ping that takes longer (milliseconds) counts as failed: who asks for health waits 100 ms at most. */
const DEADLINE_MS = 80;

/**
 * Answers whether this node can serve. It is healthy when everything it asks replies in time and it has a generation; a
 * newer one that it cannot build, a plugin that it leaves out, or more than half of its places for waiting calls being
 * taken is said, and does not take it out of service.
 */
export function health(services: RequestServices & HealthServices): AppMiddleware {
  const pings = Object.entries(services.pings).map(([name, ping]) => [name, shared(ping)] as const);
  return async (ctx) => {
    const replies = await Promise.all(pings.map(async ([name, ping]) => [name, await inTime(ping())] as const));
    const { serving, newest, fault } = services.generations();
    const snapshot = services.snapshot();
    const quarantined = quarantinedIn(snapshot);
    const suspended = services.suspended();
    const healthy = serving !== null && replies.every(([, reachable]) => reachable);
    const body = {
      status: healthy ? "healthy" : "unhealthy",
      ...Object.fromEntries(replies),
      generation: serving,
      ...(newest !== serving && { newest, fault }),
      ...(quarantined.length > 0 && { quarantined_plugins: quarantined }),
      ...(suspended.inside * 2 > suspended.most && { suspended_calls: suspended }),
    };
    await send(ctx, jsonAnswer(healthy ? 200 : 503, body, snapshot?.site ?? null));
  };
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
