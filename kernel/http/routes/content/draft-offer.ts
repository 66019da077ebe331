import { findDraft } from "../../../content/drafts.ts";
import { renderForm } from "../../../forms/render-form.ts";
import type { DraftOffer } from "../../../pages/content/item-form-page.ts";
import { say } from "../../../words/say.ts";
import type { SessionExchange } from "../route.ts";
import type { Edited } from "./edited.ts";

/** Offers what the user has typed before and not saved, on whatever device; null when there is nothing. */
export async function draftOffer(
  { state, session, query }: SessionExchange,
  { item, path, of }: Edited,
): Promise<DraftOffer | null> {
  const { site } = state;
  const draft = await findDraft(state, of);
  if (draft === null) return null;
  const isShown = query.has("draft");
  const isOlder = item !== null && draft.baseRevisionId !== item.revisionId;
  const key = isShown ? "content.draft_shown" : isOlder ? "content.draft_older" : "content.draft_offer";
  const form = {
    id: "discard-draft",
    action: `${path}/discard`,
    template: "small-form",
    elements: { discard: { "#type": "submit", "#value": say(site, "content.draft_discard") } },
  } as const;
  return {
    text: say(site, key, { ago: site.words.age(state.clock.now() - draft.saved) }),
    takeUrl: isShown ? null : `${path}?draft`,
    discard: renderForm(site, form, { formToken: session.forRequest.formToken }),
  };
}
