import { pathTo } from "../../../addresses/path-to.ts";
import { isUuid } from "../../../base/ids.ts";
import type { ItemOperation } from "../../../content/access.ts";
import type { Revision } from "../../../content/revisions.ts";
import { deleteRevision, findPrevious, getRevision, revertItem } from "../../../content/revisions.ts";
import type { FormHandler } from "../../../forms/handle-form.ts";
import { WHOLE_FORM } from "../../../forms/handle-form.ts";
import { itemErrors } from "../../../forms/item-form/item-draft.ts";
import type { Form, FormErrors } from "../../../model/forms.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { comparePage, nameOf } from "../../../pages/content/compare-page.ts";
import { revisionPage } from "../../../pages/content/revision-page.ts";
import { revisionsPage } from "../../../pages/content/revisions-page.ts";
import { itemUrl } from "../../../pages/urls.ts";
import type { SentenceKey } from "../../../words/catalogue.ts";
import { say } from "../../../words/say.ts";
import type { RouteServices } from "../../http-services.ts";
import type { FormPage } from "../pages.ts";
import { formPage, privatePage } from "../pages.ts";
import type { KernelRoutes, SessionExchange } from "../route.ts";
import type { TypedItem } from "./item-of.ts";
import { itemAccess, itemOf } from "./item-of.ts";

type Names = "item-revisions" | "item-compare" | "item-revision" | "item-revert" | "revision-delete";

/** The history of an item: looking at it, comparing, going back, and deleting what is old. */
export function revisionRoutes(services: RouteServices): KernelRoutes<Names> {
  const access = itemAccess("view revisions");
  return {
    "item-revisions": {
      GET: privatePage(services, {
        access,
        page: async (exchange) => {
          const { item } = await itemOf(exchange, "view revisions");
          const before = exchange.query.get("before") ?? "";
          return revisionsPage(exchange.state, item, isUuid(before) ? before : null);
        },
      }),
    },
    "item-compare": { GET: privatePage(services, { access, page: compare }) },
    "item-revision": {
      GET: privatePage(services, {
        access,
        page: async (exchange) => {
          const { item, type } = await itemOf(exchange, "view revisions");
          return revisionPage(
            exchange.state,
            type,
            await getRevision(exchange.state, item, exchange.params["revision"]!),
          );
        },
      }),
    },
    "item-revert": formPage(services, {
      access: itemAccess("revert revisions"),
      build: revert,
      page: asking("revert revisions", "content.revert_title"),
    }),
    "revision-delete": formPage(services, {
      access: itemAccess("delete revisions"),
      build: remove,
      page: asking("delete revisions", "content.revision_delete_title"),
    }),
  };
}

/** Two revisions, the older one first; without any, the newest and what it changed. */
async function compare(exchange: SessionExchange) {
  const { state, query } = exchange;
  const { item, type } = await itemOf(exchange, "view revisions");
  const to = await getRevision(state, item, query.get("to") ?? item.revisionId);
  const given = query.get("from");
  const from =
    given === null ? await findPrevious(state, item, to.item.revisionId) : await getRevision(state, item, given);
  const [older, newer] = inOrder(from ?? to, to);
  return comparePage(state, { item, type, from: older, to: newer, isInline: query.get("view") === "inline" });
}

function inOrder(one: Revision, other: Revision): readonly [Revision, Revision] {
  return one.item.revisionId <= other.item.revisionId ? [one, other] : [other, one];
}

function asking(
  operation: ItemOperation,
  title: SentenceKey & ("content.revert_title" | "content.revision_delete_title"),
): FormPage["page"] {
  return async (exchange, form, status) => {
    const { state } = exchange;
    const { revision } = await revisionOf(exchange, operation);
    return adminFormPage(state, {
      title: say(state.site, title, { name: nameOf(state, revision) }),
      description: revision.item.title,
      section: "content",
      path: pathTo("item-revisions", { id: revision.item.id }),
      trail: { label: say(state.site, "content.revisions"), url: pathTo("item-revisions", { id: revision.item.id }) },
      status,
      form,
    });
  };
}

async function revisionOf(
  exchange: SessionExchange,
  operation: ItemOperation,
): Promise<TypedItem & { readonly revision: Revision }> {
  const found = await itemOf(exchange, operation);
  return { ...found, revision: await getRevision(exchange.state, found.item, exchange.params["revision"]!) };
}

async function revert(exchange: SessionExchange): Promise<FormHandler> {
  const { state } = exchange;
  const { item, type, revision } = await revisionOf(exchange, "revert revisions");
  const { revisionId } = revision.item;
  return {
    form: question({
      action: pathTo("item-revert", { id: item.id, revision: revisionId }),
      about: say(state.site, "content.revert_about"),
      button: say(state.site, "content.revert"),
      look: "primary",
    }),
    submit: async () => {
      try {
        const reverted = await revertItem(state, item, revisionId);
        const message = say(state.site, "content.reverted", { title: reverted.title });
        return { redirect: type.hasPage ? itemUrl(item.id) : pathTo("item-revisions", { id: item.id }), message };
      } catch (error) {
        const errors = itemErrors(state.site, error);
        if (errors === null) throw error;
        return { errors: asOne(errors) };
      }
    },
  };
}

async function remove(exchange: SessionExchange): Promise<FormHandler> {
  const { state } = exchange;
  const { item, revision } = await revisionOf(exchange, "delete revisions");
  const { revisionId } = revision.item;
  return {
    form: question({
      action: pathTo("revision-delete", { id: item.id, revision: revisionId }),
      about: say(state.site, "content.revision_delete_about"),
      button: say(state.site, "content.delete"),
      look: "danger",
    }),
    submit: async () => {
      await deleteRevision(state, item, revisionId);
      return {
        redirect: pathTo("item-revisions", { id: item.id }),
        message: say(state.site, "content.revision_deleted"),
      };
    },
  };
}

type Question = {
  readonly action: string;
  readonly about: string;
  readonly button: string;
  readonly look: "primary" | "danger";
};

function question({ action, about, button, look }: Question): Form {
  return {
    id: "revision",
    action,
    elements: {
      about: { "#type": "markup", "#value": about },
      do: { "#type": "submit", "#value": button, "#button": look },
    },
  };
}

/** Joins the problems of fields that the form does not show. */
function asOne(errors: FormErrors): FormErrors {
  return { [WHOLE_FORM]: Object.values(errors).join(" ") };
}
