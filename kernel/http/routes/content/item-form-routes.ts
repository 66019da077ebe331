import { findDraft, forgetDraft, keepDraft } from "../../../content/drafts.ts";
import { noteEditing, otherEditors } from "../../../content/editing.ts";
import { itemDraft } from "../../../forms/item-form/item-draft.ts";
import { readFormValues } from "../../../forms/values.ts";
import type { ItemFormParts } from "../../../pages/content/item-form-page.ts";
import { itemFormPage } from "../../../pages/content/item-form-page.ts";
import { previewPage } from "../../../pages/content/preview-page.ts";
import { say } from "../../../words/say.ts";
import { jsonAnswer } from "../../answers.ts";
import type { RouteServices } from "../../http-services.ts";
import { sendOn } from "../../private-answers.ts";
import { send } from "../../send.ts";
import { formPage, MOST_WRITTEN, privatePage } from "../pages.ts";
import type {
  Exchange,
  FormRoutes,
  GetRoute,
  PostExchange,
  PostRoute,
  RouteAccess,
  SessionExchange,
} from "../route.ts";
import { draftOffer } from "./draft-offer.ts";
import type { Edited } from "./edited.ts";
import { baseIn, buildForm, contentOf, itemHandler } from "./item-handler.ts";
import { previewItem } from "./preview-item.ts";
import { usableFormats } from "./widgets.ts";

export type ItemForms = {
  readonly access: RouteAccess;
  /** Finds what the address is about. */
  edited(exchange: Exchange): Promise<Edited>;
  /** Renders the page around the form. */
  around(
    exchange: SessionExchange,
    edited: Edited,
  ): Promise<Omit<ItemFormParts, "form" | "offer" | "warnings" | "path">>;
};

export type ItemFormRoutes = {
  readonly form: FormRoutes;
  readonly preview: { readonly GET: GetRoute };
  readonly draft: { readonly POST: PostRoute };
  readonly discard: { readonly POST: PostRoute };
};

/** The form of an item with what belongs to it: its preview, and the draft of what is typed. */
export function itemFormRoutes(services: RouteServices, { access, edited, around }: ItemForms): ItemFormRoutes {
  return {
    form: formPage(services, {
      access,
      isWriting: true,
      build: async (exchange) => itemHandler(exchange, await edited(exchange)),
      page: async (exchange, form, status) => {
        const known = await edited(exchange);
        return itemFormPage(exchange.state, {
          ...(await around(exchange, known)),
          path: known.path,
          status,
          form,
          offer: status === 200 ? await draftOffer(exchange, known) : null,
          warnings: await warningsOf(exchange, known),
        });
      },
    }),
    preview: {
      GET: privatePage(services, { access, page: async (exchange) => preview(exchange, await edited(exchange)) }),
    },
    draft: {
      POST: { access, mostBytes: MOST_WRITTEN, handle: async (exchange) => keep(exchange, await edited(exchange)) },
    },
    discard: { POST: { access, handle: async (exchange) => discard(exchange, await edited(exchange)) } },
  };
}

/** Says who else is at it, and notes that the user is. */
async function warningsOf({ state }: SessionExchange, { item }: Edited): Promise<readonly string[]> {
  if (item === null) return [];
  await noteEditing(state, item.id);
  const others = await otherEditors(state, item.id);
  if (others.length === 0) return [];
  const names = new Intl.ListFormat(state.site.words.locale).format(others.map(({ name }) => name));
  const ago = state.site.words.age(state.clock.now() - others[0]!.seen);
  return [say(state.site, "content.others_editing", { names, count: others.length, ago })];
}

/** The page that the draft would make; back to the form when there is none, or when something is wrong with it. */
async function preview({ state }: SessionExchange, edited: Edited) {
  const { type, item, path, of } = edited;
  const draft = await findDraft(state, of);
  if (draft === null) return path;
  const values = readFormValues(await buildForm(state, edited), new URLSearchParams(draft.content));
  const read = itemDraft({ site: state.site, type, item, formats: usableFormats(state) }, values);
  if ("errors" in read) return `${path}?draft`;
  return previewPage(state, { type, item: previewItem(state, edited, read.draft), formUrl: path });
}

/** Keeps what is typed so far, and says who else is at it. */
async function keep({ ctx, state, body }: PostExchange, { item, of }: Edited): Promise<void> {
  const saved = await keepDraft(state, of, { baseRevisionId: baseIn(body), content: contentOf(body) });
  if (item !== null) await noteEditing(state, item.id);
  const others = item === null ? [] : await otherEditors(state, item.id);
  await send(ctx, jsonAnswer(200, { saved, editors: others.map(({ name }) => name) }, state.site));
}

async function discard({ ctx, state, session }: PostExchange, { path, of }: Edited): Promise<void> {
  await forgetDraft(state, of);
  session.leaveMessage(say(state.site, "content.draft_discarded"));
  await sendOn(ctx, path);
}
