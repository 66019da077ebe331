import { Fault } from "../base/fault.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Page } from "../pages/page.ts";
import { pageAnswer } from "./answers.ts";
import type { AppContext } from "./app-context.ts";
import type { PageServices } from "./http-services.ts";
import { send } from "./send.ts";

/** Contexts that are the same for every anonymous visitor of the live stage. */
const SHARED_CONTEXTS: ReadonlySet<string> = new Set(["user", "roles", "stage"]);
const QUERY = "query:";

/** Builds a page for the request, keeps it when others may have it too, and sends it. */
export async function servePage(
  services: PageServices,
  ctx: AppContext,
  build: (state: RequestState) => Promise<Page>,
): Promise<void> {
  const state = ctx.state.request;
  if (state === null) throw new Fault("site.not_applied", "No generation was applied yet.");
  const page = await build(state);
  const answer = pageAnswer(page, state.site);
  if (mayBeShared(state, page)) {
    const { tags, contexts, maxAge } = state.cacheability;
    services.pageCache.store(
      { ...ctx.state.target, generation: state.site.generation },
      { answer, tags: [...tags], knownQuery: queryNames(contexts), maxAge, since: ctx.state.since },
    );
  }
  await send(ctx, answer);
}

/**
 * Returns true when the page is the same for all. One for a session may show what only they may see, or what was left
 * to be said to them.
 */
function mayBeShared({ cacheability, session }: RequestState, page: Page): boolean {
  if (session !== null) return false;
  const contexts = [...cacheability.contexts].filter((context) => !context.startsWith(QUERY));
  return page.status === 200 && cacheability.maxAge > 0 && contexts.every((context) => SHARED_CONTEXTS.has(context));
}

function queryNames(contexts: ReadonlySet<string>): readonly string[] {
  return [...contexts]
    .filter((context) => context.startsWith(QUERY))
    .map((context) => context.slice(QUERY.length))
    .sort();
}
