import type { Page } from "../pages/page.ts";
import { HTML } from "../pages/page.ts";
import type { OnwardWords } from "../render/onward-page.ts";
import { onwardPage } from "../render/onward-page.ts";
import { ENGLISH } from "../words/create-words.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";
import type { PageTraits } from "./answers.ts";
import { pageAnswer, textAnswer } from "./answers.ts";
import type { AppContext } from "./app-context.ts";
import { send } from "./send.ts";
import { encodeTarget } from "./target.ts";

/** Sends a page that is for one visitor and is kept nowhere. */
export async function sendPrivate(ctx: AppContext, page: Page, traits: PageTraits = {}): Promise<void> {
  await send(ctx, pageAnswer(page, ctx.state.site, { ...traits, isPrivate: true }));
}

/** Sends the visitor on to `path`, a path of the site, to be asked for by GET. */
export async function sendOn(ctx: AppContext, path: string): Promise<void> {
  ctx.set("Location", path);
  await send(ctx, textAnswer(303, `Go on at ${path}\n`, ctx.state.site));
}

/**
 * Answers who comes from another site, without the cookie of their session, by a page that goes on to the same address
 * by itself: the request that follows is the site's own and brings it.
 */
export async function sendAgain(ctx: AppContext): Promise<void> {
  const body = onwardPage(onwardWords(ctx.state.site), encodeTarget(ctx.state.target));
  await sendPrivate(ctx, { status: 200, mediaType: HTML, body }, { hidesAddress: true });
}

function onwardWords(site: Speaker | null): OnwardWords {
  const speaker = site ?? { words: ENGLISH };
  const { language } = speaker.words;
  return { language, title: say(speaker, "page.onward_title"), link: say(speaker, "page.onward_link") };
}
