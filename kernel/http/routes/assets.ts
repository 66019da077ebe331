import { Fault } from "../../base/fault.ts";
import type { Answer } from "../../cache/answer.ts";
import { createAnswer } from "../../cache/answer.ts";
import type { Asset } from "../../kinds/asset/asset-spec.ts";
import { perSnapshot } from "../../model/per-snapshot.ts";
import type { Site } from "../../model/site.ts";
import type { AppMiddleware } from "../app-context.ts";
import { securityHeaders } from "../security-headers.ts";
import { send } from "../send.ts";

/** The address holds the hash of the content, so what it answers never changes. */
const IMMUTABLE = "public, max-age=31536000, immutable";

/**
 * Serves the assets of the snapshot under their hashed addresses. Those of the snapshot before it are served too: pages
 * that were sent just before a change still ask for them.
 */
export function assets(): AppMiddleware {
  const answersOf = perSnapshot(assetAnswers);
  let current: ReadonlyMap<string, Answer> = new Map();
  let previous = current;
  return async (ctx) => {
    const { site, target } = ctx.state;
    const answers = site === null ? current : answersOf(site);
    if (answers !== current) [previous, current] = [current, answers];
    const answer = current.get(target.path) ?? previous.get(target.path);
    if (answer === undefined) throw new Fault("http.not_found", "There is no asset at this address.");
    await send(ctx, answer);
  };
}

function assetAnswers(site: Site): ReadonlyMap<string, Answer> {
  const headers = securityHeaders(site);
  const answers = [...site.assets.values()].map(
    (asset) => [decodeURI(asset.url), assetAnswer(asset, headers)] as const,
  );
  return new Map(answers);
}

function assetAnswer(asset: Asset, headers: readonly string[]): Answer {
  const { mediaType, content } = asset;
  return createAnswer({ status: 200, mediaType, body: content, headers, cacheControl: IMMUTABLE });
}
