import { findAccountByName } from "../../../accounts/user-store.ts";
import { pathTo } from "../../../addresses/path-to.ts";
import { isUuid } from "../../../base/ids.ts";
import type { ManyChange } from "../../../content/change-many.ts";
import { changeMany } from "../../../content/change-many.ts";
import { loadItems } from "../../../content/load.ts";
import { renderForm } from "../../../forms/render-form.ts";
import type { Form } from "../../../model/forms.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { say } from "../../../words/say.ts";
import { localPath } from "../../local-path.ts";
import { sendOn, sendPrivate } from "../../private-answers.ts";
import type { PostExchange, PostRoute, RouteAccess } from "../route.ts";

/** More are never on one page. */
const MOST_ITEMS = 200;
const MOST_REASONS = 5;
const LONGEST_NAME = 255;

/** Does something with the items that are selected in the list of content. What destroys asks first. */
export function bulkRoute(access: RouteAccess): PostRoute {
  return { access, handle: bulk };
}

async function bulk(exchange: PostExchange): Promise<void> {
  const { ctx, state, session, body } = exchange;
  const { site } = state;
  const back = localPath(body.get("back")) ?? pathTo("content");
  const leave = (message: string) => {
    session.leaveMessage(message);
    return sendOn(ctx, back);
  };
  const ids = [...new Set(body.getAll("items").filter(isUuid))].slice(0, MOST_ITEMS);
  if (ids.length === 0) return leave(say(site, "content.bulk_nothing"));
  const change = await changeIn(state, body);
  if (typeof change === "string") return leave(change);
  if (change.kind === "delete" && !body.has("sure")) return ask(exchange, ids, back);
  const { done, reasons } = await changeMany(state, ids, change);
  if (reasons.length === 0) return leave(say(site, "content.bulk_done", { done }));
  const some = reasons.slice(0, MOST_REASONS).join(" ");
  return leave(say(site, "content.bulk_some", { done, left: reasons.length, reasons: some }));
}

/** Reads the change that is asked for; or the problem with it, as a sentence. */
async function changeIn({ db, site }: RequestState, body: URLSearchParams): Promise<ManyChange | string> {
  const kind = body.get("do");
  const name = (body.get("with") ?? "").replaceAll("\0", "").trim().slice(0, LONGEST_NAME);
  if (kind === "publish" || kind === "unpublish" || kind === "delete") return { kind };
  if (kind === "tag") return name === "" ? say(site, "content.bulk_no_tag", { name: "“”" }) : { kind, label: name };
  if (kind !== "author") return say(site, "content.bulk_nothing");
  const account = name === "" ? null : await findAccountByName(db, name);
  return account === null ? say(site, "content.bulk_no_author", { name }) : { kind, author: account.id };
}

/** Names what would be deleted. */
async function ask({ ctx, state, session }: PostExchange, ids: readonly string[], back: string): Promise<void> {
  const { site } = state;
  const items = await loadItems(state, ids);
  const titles = new Intl.ListFormat(site.words.locale).format(items.map(({ title }) => title));
  const form: Form = {
    id: "bulk-delete",
    action: pathTo("content-bulk"),
    elements: {
      about: { "#type": "markup", "#value": titles },
      what: { "#type": "markup", "#value": say(site, "content.delete_about") },
      do: { "#type": "hidden", "#value": "delete" },
      sure: { "#type": "hidden", "#value": "1" },
      back: { "#type": "hidden", "#value": back },
      items: {
        "#type": "checkboxes",
        "#title": say(site, "content.content"),
        "#options": items.map(({ id, title }) => ({ value: id, label: title })),
        "#default_value": items.map(({ id }) => id),
      },
      delete: { "#type": "submit", "#value": say(site, "content.delete"), "#button": "danger" },
    },
  };
  const page = await adminFormPage(state, {
    title: say(site, "content.bulk_delete_title", { count: items.length }),
    section: "content",
    path: pathTo("content"),
    trail: { label: say(site, "content.content"), url: pathTo("content") },
    form: renderForm(site, form, { formToken: session.forRequest.formToken }),
  });
  await sendPrivate(ctx, page);
}
