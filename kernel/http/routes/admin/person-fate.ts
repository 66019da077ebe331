import { blockAccount, unblockAccount } from "../../../accounts/account-changes.ts";
import { deleteAccount } from "../../../accounts/delete-account.ts";
import type { ContentFate } from "../../../accounts/services.ts";
import type { AccountRow } from "../../../accounts/user-store.ts";
import { findAccountByName } from "../../../accounts/user-store.ts";
import type { FormDone, FormHandler, FormRefused } from "../../../forms/handle-form.ts";
import type { FormValues } from "../../../model/forms.ts";
import type { RequestState } from "../../../model/request-state.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import { PEOPLE } from "../../../pages/admin/people-page.ts";
import { blockForm, deletePersonForm } from "../../../pages/admin/person-forms.ts";
import type { HttpServices } from "../../services.ts";
import type { FormPage } from "../pages.ts";
import { formPage } from "../pages.ts";
import type { Route, SessionExchange } from "../route.ts";
import { adminPath } from "./access.ts";
import { managedAccountOfAnother, permitOf } from "./managed-account.ts";

/** Blocking an account, letting it in again, deleting it: each asks first. */
export function personFateRoutes(services: HttpServices): readonly Route[] {
  return [
    ...formPage(services, { ...adminPath("/admin/people/:id/block"), build: block, page: asking("Block") }),
    ...formPage(services, { ...adminPath("/admin/people/:id/unblock"), build: unblock, page: asking("Unblock") }),
    ...formPage(services, { ...adminPath("/admin/people/:id/delete"), build: remove, page: asking("Delete") }),
  ];
}

function asking(verb: string): FormPage["page"] {
  return async ({ state, params }, form, status) => {
    const account = await managedAccountOfAnother(state, params["id"]!);
    return adminFormPage(state, {
      title: `${verb} ${account.name}?`,
      section: "people",
      path: `${PEOPLE}/${account.id}/${verb.toLowerCase()}`,
      trail: { label: "People", url: PEOPLE },
      status,
      form,
    });
  };
}

async function block({ services, state, params }: SessionExchange): Promise<FormHandler | string> {
  const account = await managedAccountOfAnother(state, params["id"]!);
  if (account.status === 0) return PEOPLE;
  return {
    form: blockForm(account),
    submit: async () => {
      await blockAccount(state, services.accounts, account.id, permitOf(state));
      return { redirect: PEOPLE, message: `${account.name} is blocked, and signed out everywhere.` };
    },
  };
}

async function unblock({ services, state, params }: SessionExchange): Promise<FormHandler | string> {
  const account = await managedAccountOfAnother(state, params["id"]!);
  if (account.status === 1) return PEOPLE;
  return {
    form: blockForm(account),
    submit: async () => {
      await unblockAccount(state, services.accounts, account.id, permitOf(state));
      return { redirect: PEOPLE, message: `${account.name} can sign in again.` };
    },
  };
}

async function remove({ services, state, params }: SessionExchange): Promise<FormHandler> {
  const account = await managedAccountOfAnother(state, params["id"]!);
  const items = await services.accounts.content.count(state, account.id);
  return {
    form: deletePersonForm(account, items),
    submit: (values) => deletePerson(services, state, account, values),
  };
}

async function deletePerson(
  services: HttpServices,
  state: RequestState,
  account: AccountRow,
  values: FormValues,
): Promise<FormDone | FormRefused> {
  const content = await fateIn(state, account, values);
  if (content === null) return { errors: { heir: "Who gets it must be the name or mail address of another account." } };
  await deleteAccount(state, services.accounts, account.id, { content, ...permitOf(state) });
  return { redirect: PEOPLE, message: `${account.name} is deleted.` };
}

/** What is to become of the content; null when it is to be given to nobody who is there. */
async function fateIn({ db }: RequestState, account: AccountRow, values: FormValues): Promise<ContentFate | null> {
  const { content = "keep", heir = "" } = values as { readonly [name: string]: string };
  if (content !== "reassign") return content as "keep" | "unpublish" | "delete";
  const other = heir === "" ? null : await findAccountByName(db, heir);
  return other === null || other.id === account.id ? null : { reassign: other.id };
}
