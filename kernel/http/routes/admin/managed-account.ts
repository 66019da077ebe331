import { requireAccount } from "../../../accounts/account-changes.ts";
import { accountSentence, problemsOf } from "../../../accounts/account-problems.ts";
import { mayManage } from "../../../accounts/authority.ts";
import type { AccountRow } from "../../../accounts/user-store.ts";
import { Fault } from "../../../base/fault.ts";
import type { FormDone, FormRefused } from "../../../forms/handle-form.ts";
import type { RequestState } from "../../../model/request-state.ts";
import type { Speaker } from "../../../words/say.ts";

/**
 * The account `id`, which the user may change.
 * @throws Fault `account.missing`, `access.denied`
 */
export async function managedAccount(state: RequestState, id: string): Promise<AccountRow> {
  const account = await requireAccount(state.db, id);
  requireManageable(state, account);
  return account;
}

/** The same is asked once more when the account is changed, because it may hold more by then. */
export function permitOf(state: RequestState): { readonly permit: (account: AccountRow) => void } {
  return { permit: (account) => requireManageable(state, account) };
}

function requireManageable({ site, user }: RequestState, account: AccountRow): void {
  if (mayManage(site, user, account)) return;
  throw new Fault("access.denied", `${account.name} holds more than ${user.name}, who may not change the account.`);
}

/** The same, but not the user's own account: nobody shuts themselves out. @throws as `managedAccount` */
export async function managedAccountOfAnother(state: RequestState, id: string): Promise<AccountRow> {
  const account = await managedAccount(state, id);
  if (account.id !== state.user.id) return account;
  throw new Fault("access.denied", "Nobody blocks or deletes their own account.");
}

/** Does `work`; what is wrong with the account comes back by the element of the form that it belongs to. */
export async function withProblems(site: Speaker, work: () => Promise<FormDone>): Promise<FormDone | FormRefused> {
  try {
    return await work();
  } catch (error) {
    const problems = problemsOf(error);
    if (problems === null) throw error;
    return { errors: Object.fromEntries(problems.map((problem) => [problem.element, accountSentence(site, problem)])) };
  }
}
