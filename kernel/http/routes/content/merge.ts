import { pathTo } from "../../../addresses/path-to.ts";
import { findDraft, keepDraft } from "../../../content/drafts.ts";
import type { Revision } from "../../../content/revisions.ts";
import { getRevision } from "../../../content/revisions.ts";
import type { FormDone, FormHandler, FormRefused } from "../../../forms/handle-form.ts";
import { itemDraft } from "../../../forms/item-form/item-draft.ts";
import { encodeValues } from "../../../forms/sent-form.ts";
import { initialValues, readFormValues } from "../../../forms/values.ts";
import type { Form, FormElement, FormValues } from "../../../model/forms.ts";
import type { Item } from "../../../model/item.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { nameOf } from "../../../pages/content/compare-page.ts";
import type { ItemText } from "../../../pages/content/item-texts.ts";
import { itemTexts } from "../../../pages/content/item-texts.ts";
import { mergePage } from "../../../pages/content/merge-page.ts";
import { say } from "../../../words/say.ts";
import type { RouteServices } from "../../http-services.ts";
import { formPage } from "../pages.ts";
import type { KernelRoutes, SessionExchange } from "../route.ts";
import type { Edited } from "./edited.ts";
import { knownItem } from "./edited.ts";
import { buildForm, saveSent } from "./item-handler.ts";
import { itemAccess } from "./item-of.ts";
import { previewItem } from "./preview-item.ts";
import { usableFormats } from "./widgets.ts";

/** Joining what was typed with what somebody else has saved meanwhile. */
export function mergeRoutes(services: RouteServices): KernelRoutes<"item-merge"> {
  return {
    "item-merge": formPage(services, {
      access: itemAccess("edit"),
      build: async (exchange) => {
        const versions = await versionsOf(exchange);
        return versions === null ? backTo(exchange) : handlerOf(exchange, versions);
      },
      page: async (exchange, form, status) => {
        const { item, texts, theirName } = (await versionsOf(exchange))!;
        return mergePage(exchange.state, { item, form, status, theirName, theirs: texts.theirs, mine: texts.mine });
      },
    }),
  };
}

const backTo = ({ params }: SessionExchange) => `${pathTo("item-edit", { id: params["id"]! })}?draft`;

type Versions = {
  readonly edited: Edited;
  readonly item: Item;
  /** The form of the item as it is now, and what the user has typed into it. */
  readonly form: Form;
  readonly values: FormValues;
  readonly theirName: string;
  readonly texts: {
    readonly base: readonly ItemText[];
    readonly mine: readonly ItemText[];
    readonly theirs: readonly ItemText[];
  };
};

/** Loads what both have made of the item; null when nothing waits to be joined. */
async function versionsOf(exchange: SessionExchange): Promise<Versions | null> {
  const { state } = exchange;
  const edited = await knownItem(exchange);
  const item = edited.item!;
  const draft = await findDraft(state, edited.of);
  if (draft === null || draft.baseRevisionId === null || draft.baseRevisionId === item.revisionId) return null;
  const form = await buildForm(state, edited);
  const values = readFormValues(form, new URLSearchParams(draft.content));
  const read = itemDraft({ site: state.site, type: edited.type, item, formats: usableFormats(state) }, values);
  if ("errors" in read) return null;
  const base = await baseOf(state, item, draft.baseRevisionId);
  const mine = previewItem(state, edited, read.draft);
  const [inBase, inMine, inTheirs] = await itemTexts(state, edited.type, [base, mine, item]);
  const theirName = nameOf(state, await getRevision(state, item, item.revisionId));
  return { edited, item, form, values, theirName, texts: { base: inBase!, mine: inMine!, theirs: inTheirs! } };
}

/**
 * The version that both began from; where it is not kept any more, each difference is taken for one that both have
 * made.
 */
async function baseOf(state: RequestState, item: Item, id: string): Promise<Item> {
  const found: Revision | null = await getRevision(state, item, id).catch(() => null);
  return found?.item ?? { ...item, title: "", fields: {} };
}

function handlerOf({ state }: SessionExchange, versions: Versions): FormHandler {
  const { site } = state;
  const { item } = versions;
  return {
    form: {
      id: "item-merge",
      action: pathTo("item-merge", { id: item.id }),
      elements: {
        ...choicesOf(state, versions),
        base_revision: { "#type": "hidden", "#value": item.revisionId },
        save: { "#type": "submit", "#value": say(site, "content.merge_save"), "#button": "primary" },
        edit: { "#type": "submit", "#value": say(site, "content.merge_edit") },
      },
    },
    submit: (values) => merge(state, versions, values),
  };
}

/** One question for each part that differs. What only one of both has changed is chosen already. */
function choicesOf({ site }: RequestState, { texts, theirName }: Versions): { readonly [name: string]: FormElement } {
  const elements: { [name: string]: FormElement } = {};
  for (const [index, { name, label, text: mine }] of texts.mine.entries()) {
    const [base, theirs] = [texts.base[index]!.text, texts.theirs[index]!.text];
    if (mine === theirs) continue;
    const chosen = mine === base ? "theirs" : theirs === base ? "mine" : null;
    const empty = say(site, "content.merge_empty");
    elements[name] = {
      "#type": "radios",
      "#title": label,
      "#required": true,
      "#description": say(site, chosen === null ? "content.merge_both" : `content.merge_${chosen}`),
      "#options": [
        { value: "mine", label: say(site, "content.yours"), description: mine || empty },
        { value: "theirs", label: say(site, "content.theirs", { name: theirName }), description: theirs || empty },
      ],
      ...(chosen !== null && { "#default_value": chosen }),
    };
  }
  return elements;
}

async function merge(state: RequestState, versions: Versions, chosen: FormValues): Promise<FormDone | FormRefused> {
  const { edited, item, form, values } = versions;
  // Somebody has saved once more while this was looked at: then it is asked anew.
  if (chosen["base_revision"] !== item.revisionId) return { redirect: pathTo("item-merge", { id: item.id }) };
  const theirs = initialValues(form);
  const merged: { [name: string]: FormValues[string] } = { ...values, base_revision: item.revisionId };
  for (const { name } of versions.texts.mine) {
    if (chosen[name] === "theirs" && theirs[name] !== undefined) merged[name] = theirs[name];
  }
  const body = encodeValues(merged);
  if (chosen["edit"] !== true) return saveSent(state, edited, { values: merged, body });
  await keepDraft(state, edited.of, { baseRevisionId: item.revisionId, content: body.toString() });
  return { redirect: `${edited.path}?draft` };
}
