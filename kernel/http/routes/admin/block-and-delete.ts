import { blockAccount, unblockAccount } from "../../../accounts/account-changes.ts";
import type { ContentFate } from "../../../accounts/account-services.ts";
import { deleteAccount } from "../../../accounts/delete-account.ts";
import type { AccountRow } from "../../../accounts/user-store.ts";
import { findAccountByName } from "../../../accounts/user-store.ts";
import { pathTo } from "../../../addresses/path-to.ts";
import type { FormDone, FormHandler, FormRefused } from "../../../forms/handle-form.ts";
import type { FormValues } from "../../../model/forms.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { blockForm, deletePersonForm } from "../../../pages/admin/person-forms.ts";
import { say } from "../../../words/say.ts";
import type { RouteServices } from "../../http-services.ts";
import type { FormPage } from "../pages.ts";
import { formPage } from "../pages.ts";
import type { KernelRoutes, SessionExchange } from "../route.ts";
import { managedAccountOfAnother, permitOf } from "./managed-account.ts";

const TITLES = {
  "person-block": "people.block_title",
  "person-unblock": "people.unblock_title",
  "person-delete": "admin.delete_title",
} as const;

/** Blocking an account, letting it in again, deleting it: each asks first. */
export function blockAndDeleteRoutes(
  services: RouteServices,
): KernelRoutes<"person-block" | "person-unblock" | "person-delete"> {
  return {
    "person-block": formPage(services, { build: block, page: asking("person-block") }),
    "person-unblock": formPage(services, { build: unblock, page: asking("person-unblock") }),
    "person-delete": formPage(services, { build: remove, page: asking("person-delete") }),
  };
}

function asking(address: keyof typeof TITLES): FormPage["page"] {
  return async ({ state, params }, form, status) => {
    const account = await managedAccountOfAnother(state, params["id"]!);
    return adminFormPage(state, {
      title: say(state.site, TITLES[address], { name: account.name }),
      section: "people",
      path: pathTo(address, { id: account.id }),
      trail: { label: say(state.site, "admin.people"), url: pathTo("people") },
      status,
      form,
    });
  };
}

async function block({ services, state, params }: SessionExchange): Promise<FormHandler | string> {
  const account = await managedAccountOfAnother(state, params["id"]!);
  if (account.status === 0) return pathTo("people");
  return {
    form: blockForm(state.site, account),
    submit: async () => {
      await blockAccount(state, services.accounts, account.id, permitOf(state));
      return { redirect: pathTo("people"), message: say(state.site, "people.blocked_done", { name: account.name }) };
    },
  };
}

async function unblock({ services, state, params }: SessionExchange): Promise<FormHandler | string> {
  const account = await managedAccountOfAnother(state, params["id"]!);
  if (account.status === 1) return pathTo("people");
  return {
    form: blockForm(state.site, account),
    submit: async () => {
      await unblockAccount(state, services.accounts, account.id, permitOf(state));
      return { redirect: pathTo("people"), message: say(state.site, "people.unblocked_done", { name: account.name }) };
    },
  };
}

async function remove({ services, state, params }: SessionExchange): Promise<FormHandler> {
  const account = await managedAccountOfAnother(state, params["id"]!);
  const items = await services.accounts.content.count(state, account.id);
  return {
    form: deletePersonForm(state.site, account, items),
    submit: (values) => deletePerson(services, state, account, values),
  };
}

async function deletePerson(
  services: RouteServices,
  state: RequestState,
  account: AccountRow,
  values: FormValues,
): Promise<FormDone | FormRefused> {
  const content = await fateIn(state, account, values);
  if (content === null) return { errors: { heir: say(state.site, "people.heir_wrong") } };
  await deleteAccount(state, services.accounts, account.id, { content, ...permitOf(state) });
  return { redirect: pathTo("people"), message: say(state.site, "people.deleted", { name: account.name }) };
}

/** Reads what is to become of the content; null when the account that it goes to is not there. */
async function fateIn({ db }: RequestState, account: AccountRow, values: FormValues): Promise<ContentFate | null> {
  const { content = "keep", heir = "" } = values as { readonly [name: string]: string };
  if (content !== "reassign") return content as "keep" | "unpublish" | "delete";
  const other = heir === "" ? null : await findAccountByName(db, heir);
  return other === null || other.id === account.id ? null : { reassign: other.id };
}
