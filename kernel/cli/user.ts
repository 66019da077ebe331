import {
  blockAccount,
  createAccount,
  setPassword,
  unblockAccount,
  updateAccount,
} from "../accounts/account-changes.ts";
import { assignableRoles } from "../accounts/check-account.ts";
import type { AccountRow } from "../accounts/user-store.ts";
import { listAccounts } from "../accounts/user-store.ts";
import { Fault } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import { createLoginLink } from "../boot/login-link.ts";
import { countText } from "../kinds/count-text.ts";
import { askPassword } from "./ask-password.ts";
import { columns } from "./columns.ts";
import { jsonText } from "./plan.ts";
import type { AccountsContext } from "./with-accounts.ts";
import { accountCalled } from "./with-accounts.ts";

const PAGE = 500;

export type CreateOptions = {
  readonly mail: string;
  readonly password?: string;
  readonly role: readonly string[];
  readonly admin?: boolean;
};

/**
 * `trovato user create`. Without a password the account gets a link to sign in with. @throws Fault `account.invalid`
 */
export async function createUser(context: AccountsContext, name: string, options: CreateOptions): Promise<void> {
  const { mail, password, role: roles, admin: isAdmin = false } = options;
  const account = await createAccount(context.state, context.services, { name, mail, password, roles, isAdmin });
  context.console.out(`Created ${describe(account)}.\n`);
  if (password === undefined) await printLink(context, account);
}

/** `trovato user block`. @throws Fault `account.missing`, `account.last_administrator` */
export async function blockUser(context: AccountsContext, name: string, force: boolean): Promise<void> {
  const { id } = await accountCalled(context, name);
  const account = await refusable(() => blockAccount(context.state, context.services, id, { force }));
  context.console.out(`Blocked ${account.name}; its sessions have ended.\n`);
}

/** `trovato user unblock`. @throws Fault `account.missing` */
export async function unblockUser(context: AccountsContext, name: string): Promise<void> {
  const { id } = await accountCalled(context, name);
  const account = await unblockAccount(context.state, context.services, id);
  context.console.out(`${account.name} can sign in again.\n`);
}

export type RoleOptions = {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  /** To make it an account that may do everything, or none any longer. */
  readonly admin?: boolean;
  readonly force?: boolean;
};

/**
 * `trovato user role`: gives and takes roles, and shows those that the account has then. @throws Fault `cli.usage`,
 * `account.*`
 */
export async function changeRoles(context: AccountsContext, name: string, options: RoleOptions): Promise<void> {
  const { add, remove, admin: isAdmin, force = false } = options;
  const known = await accountCalled(context, name);
  for (const role of [...add, ...remove]) requireRole(context, role);
  const kept = known.roles.filter((role) => !remove.includes(role));
  const roles = [...new Set([...kept, ...add])];
  const isSame = add.length + remove.length === 0 && isAdmin === undefined;
  const account = isSame
    ? known
    : await refusable(() => updateAccount(context.state, context.services, known.id, { roles, isAdmin }, { force }));
  context.console.out(`${describe(account)}\n`);
}

/** `trovato user password`: from the option, a terminal, or the input. @throws Fault `account.invalid`, `cli.usage` */
export async function changePassword(context: AccountsContext, name: string, given?: string): Promise<void> {
  const { id } = await accountCalled(context, name);
  const password = given ?? (await askPassword(context.console.process));
  const account = await setPassword(context.state, context.services, id, password);
  context.console.out(`${account.name} has a new password; its sessions have ended.\n`);
}

/** `trovato user login-link`. @throws Fault `account.missing`, `cli.usage` for an account that is blocked */
export async function loginLink(context: AccountsContext, name: string): Promise<void> {
  const account = await accountCalled(context, name);
  if (account.status === 0) {
    throw new Fault("cli.usage", `${account.name} is blocked, and could not sign in.`, {
      hint: `npx trovato user unblock ${account.name}`,
    });
  }
  await printLink(context, account);
}

/** `trovato user list`. */
export async function listUsers({ state, console }: AccountsContext, json: boolean): Promise<void> {
  const accounts: AccountRow[] = [];
  for (let page = 1; ; page++) {
    const { rows } = await listAccounts(state.db, { page, perPage: PAGE });
    accounts.push(...rows);
    if (rows.length < PAGE) break;
  }
  console.out(json ? jsonText({ format_version: "1.0", accounts: accounts.map(accountToJson) }) : table(accounts));
}

async function printLink({ state, console }: AccountsContext, account: AccountRow): Promise<void> {
  const path = await createLoginLink(state.db, account);
  console.out(`Signs in ${account.name}, once, within 24 hours:\n${state.site.baseUrl}${path}\n`);
}

/** Adds the hint to force it to a refusal that protects the last account that may do everything. */
async function refusable<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== "account.last_administrator") throw error;
    throw new Fault(error.code, error.message, { hint: `${error.hint} Or do it all the same, with --force.` });
  }
}

function requireRole({ state }: AccountsContext, role: string): void {
  const known = assignableRoles(state.site);
  if (known.includes(role)) return;
  throw new Fault("cli.usage", `There is no role ${role} to give or take.${didYouMean(role, known)}`, {
    hint: `There are: ${known.join(", ")}.`,
  });
}

function describe({ name, roles, isAdmin, status }: AccountRow): string {
  const parts = [...(isAdmin ? ["may do everything"] : []), ...roles, ...(status === 0 ? ["blocked"] : [])];
  return `${name}: ${parts.length === 0 ? "no roles" : parts.join(", ")}`;
}

function table(accounts: readonly AccountRow[]): string {
  if (accounts.length === 0) return "There are no accounts.\n";
  const rows = accounts.map(({ name, mail, status, isAdmin, roles, login }) => [
    name,
    mail,
    status === 1 ? "active" : "blocked",
    isAdmin ? "everything" : roles.join(", "),
    login === null ? "never signed in" : new Date(login).toISOString().slice(0, 16).replace("T", " "),
  ]);
  return `${columns(rows)}\n\n${countText(accounts.length, "account")}.\n`;
}

function accountToJson({ id, name, mail, status, isAdmin, roles, created, access, login }: AccountRow) {
  const time = (milliseconds: number | null) => (milliseconds === null ? null : new Date(milliseconds).toISOString());
  return {
    id,
    name,
    mail,
    status: status === 1 ? "active" : "blocked",
    is_admin: isAdmin,
    roles,
    created: time(created),
    access: time(access),
    login: time(login),
  };
}
