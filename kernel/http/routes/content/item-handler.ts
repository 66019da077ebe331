import { hasPermission } from "../../../accounts/permissions.ts";
import { findAccountByName, namesOfAccounts } from "../../../accounts/user-store.ts";
import { pathTo } from "../../../addresses/path-to.ts";
import { Fault } from "../../../base/fault.ts";
import { isUuid, uuidv7 } from "../../../base/ids.ts";
import { findDraft, forgetDraft, keepDraft } from "../../../content/drafts.ts";
import { endEditing } from "../../../content/editing.ts";
import { listRevisions } from "../../../content/revisions.ts";
import { saveOnce } from "../../../content/save-once.ts";
import { createNamedTags } from "../../../forms/create-named-tags.ts";
import type { FormDone, FormHandler, FormRefused } from "../../../forms/handle-form.ts";
import { itemDraft, itemErrors } from "../../../forms/item-form/item-draft.ts";
import { itemForm } from "../../../forms/item-form/item-form.ts";
import { OPERATION } from "../../../forms/operations.ts";
import { idOfSent } from "../../../forms/sent-form.ts";
import { readFormValues } from "../../../forms/values.ts";
import { typePermissions } from "../../../kinds/type/type-spec.ts";
import type { Form, FormValues } from "../../../model/forms.ts";
import type { Item, ItemDraft } from "../../../model/item.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { itemUrl } from "../../../pages/urls.ts";
import { say } from "../../../words/say.ts";
import type { SessionExchange } from "../route.ts";
import type { Edited } from "./edited.ts";
import { usableFormats, widgetsFor } from "./widgets.ts";

/** The form of an item, and what becomes of what is sent with it. */
export async function itemHandler({ state, query }: SessionExchange, edited: Edited): Promise<FormHandler> {
  const form = await buildForm(state, edited);
  const draft = query.has("draft") ? await findDraft(state, edited.of) : null;
  return {
    form,
    ...(draft !== null && { values: readFormValues(form, new URLSearchParams(draft.content)) }),
    submit: async (values, body) =>
      saveSent(state, edited, { values: await createNamedTags(state, form.elements, values), body }),
  };
}

/** The form as it is before anything is typed. */
export async function buildForm(state: RequestState, { type, item, path }: Edited): Promise<Form> {
  const { site } = state;
  const mayAuthor = hasPermission(site, state.user, typePermissions.editAny(type.name));
  return itemForm({
    site,
    type,
    item,
    action: path,
    widgets: await widgetsFor(state, { type, item }),
    author: mayAuthor ? await authorName(state, item) : null,
    formId: uuidv7(),
    lastRevision: item === null ? "" : await lastRevision(state, item),
    links:
      item === null
        ? []
        : [{ label: say(site, "content.delete"), url: pathTo("item-delete", { id: item.id }), button: "danger" }],
  });
}

async function authorName({ db, user }: RequestState, item: Item | null): Promise<string> {
  if (item === null) return user.name;
  return (await namesOfAccounts(db, [item.authorId])).get(item.authorId) ?? "";
}

async function lastRevision(state: RequestState, item: Item): Promise<string> {
  const [last] = await listRevisions(state, item.id, { before: null, limit: 1 });
  if (last === undefined) return "";
  const name = last.reviser ?? say(state.site, "content.nobody");
  return say(state.site, "content.revision_last", {
    name,
    ago: state.site.words.age(state.clock.now() - last.created),
  });
}

export type Sent = { readonly values: FormValues; readonly body: URLSearchParams };

/**
 * Saves what was sent with the form of an item, or shows its preview; what does not fit the newest revision waits to be
 * joined with it.
 */
export async function saveSent(
  state: RequestState,
  edited: Edited,
  { values, body }: Sent,
): Promise<FormDone | FormRefused> {
  const { type, item, path, of } = edited;
  const read = itemDraft({ site: state.site, type, item, formats: usableFormats(state) }, values);
  if ("errors" in read) return read;
  const kept = () => keepDraft(state, of, { baseRevisionId: baseIn(body), content: contentOf(body) });
  if (values["preview"] === true) {
    await kept();
    return { redirect: `${path}/preview` };
  }
  const author = await authorIn(state, values);
  if (author === undefined) {
    const name = values["author"] as string;
    return { errors: { author: say(state.site, "content.author_unknown", { name }) } };
  }
  const draft = {
    ...read.draft,
    ...(author !== null && { authorId: author }),
    submission: idOfSent(values["form_id"] as string, body),
  };
  try {
    return await saved(state, edited, draft, values);
  } catch (error) {
    if (item !== null && error instanceof Fault && error.code === "item.changed") {
      await kept();
      return { redirect: pathTo("item-merge", { id: item.id }) };
    }
    const errors = itemErrors(state.site, error);
    if (errors === null) throw error;
    return { errors };
  }
}

async function saved(
  state: RequestState,
  { type, item: before, of }: Edited,
  draft: ItemDraft & { readonly submission: string },
  values: FormValues,
): Promise<FormDone> {
  const item = await saveOnce(state, draft);
  await forgetDraft(state, of);
  if (before !== null) await endEditing(state, item.id);
  const staysHere = values["save_continue"] === true || !type.hasPage;
  const key =
    before?.published === true && !item.published
      ? "content.unpublished_now"
      : values["publish"] === true
        ? "content.published_now"
        : "content.saved";
  return {
    redirect: staysHere ? pathTo("item-edit", { id: item.id }) : itemUrl(item.id),
    message: say(state.site, key, { title: item.title }),
  };
}

/** The author that is named: null where none is, undefined when nobody has the name. */
async function authorIn({ db }: RequestState, values: FormValues): Promise<string | null | undefined> {
  const name = values["author"];
  if (typeof name !== "string" || name === "") return null;
  return (await findAccountByName(db, name))?.id;
}

/** The revision that a form was opened with. */
export function baseIn(body: URLSearchParams): string | null {
  const base = body.get("base_revision") ?? "";
  return isUuid(base) ? base : null;
}

/** Fields that belong to one session or one click, and to no draft. */
const PASSING = ["form_token", OPERATION, "form_id", "save", "save_continue", "publish", "unpublish", "preview"];

/** Selects what a draft keeps of the fields that were sent. */
export function contentOf(body: URLSearchParams): string {
  const content = new URLSearchParams(body);
  if (body.has("publish")) content.set("published", "1");
  if (body.has("unpublish")) content.delete("published");
  for (const name of PASSING) content.delete(name);
  return content.toString();
}
