import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import { isUuid, uuidv7 } from "../base/ids.ts";
import type { JsonObject } from "../base/json.ts";
import { violatedConstraint } from "../db/violated-constraint.ts";
import { cacheTags } from "../model/cache.ts";
import type { Db } from "../model/db.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction, markChanged } from "../model/request-state.ts";
import { wrong } from "../words/problem.ts";
import { auditAccount, tellPlugins } from "./account-events.ts";
import { requireNoProblems } from "./account-problems.ts";
import { canonicalName } from "./account-rules.ts";
import type { AccountServices } from "./account-services.ts";
import type { WantedAccount } from "./check-account.ts";
import { checkAccount } from "./check-account.ts";
import { keepAnAdministrator } from "./last-administrator.ts";
import { revokeTokens } from "./one-time-tokens.ts";
import type { AccountRow } from "./user-store.ts";
import { findAccount } from "./user-store.ts";

export type AccountDraft = {
  readonly name: string;
  readonly mail: string;
  /** None: the account signs in by a link, until it chooses one. */
  readonly password?: string | undefined;
  readonly roles?: readonly string[];
  readonly isAdmin?: boolean;
  /** 1 active (the default), 0 blocked. */
  readonly status?: 0 | 1;
  readonly timezone?: string;
  readonly language?: string;
};
/** Changes of an account; a key that is left out stays as it is. */
export type AccountChanges = { readonly [Key in keyof AccountDraft]?: AccountDraft[Key] | undefined };
export type ChangeOptions = {
  /** The session that stays when all others of the account end. */
  readonly exceptSession?: string | undefined;
  /** Also where it leaves nobody who may do everything. */
  readonly force?: boolean;
  /**
   * Refuses, by throwing, to change the account as it is when nobody else changes it any longer. Default: whoever asks
   * may.
   */
  readonly permit?: (account: AccountRow) => void;
};

/**
 * Makes an account. Access is not asked here, nor by the functions below.
 * @throws Fault `account.invalid` with all that is wrong (`problemsOf`), `account.busy`
 */
export async function createAccount(
  state: RequestState,
  services: AccountServices,
  draft: AccountDraft,
): Promise<AccountRow> {
  const id = uuidv7();
  const { isAdmin = false, status = 1, timezone = "UTC", language = "und", roles = [], password } = draft;
  const wanted = { id, ...canonical(draft), roles, password, timezone, language };
  requireNoProblems(await checkAccount(state.db, state.site, services.settings, wanted));
  const hash = password === undefined ? null : await services.passwords.hash(password);
  return takenAsProblem(() =>
    inTransaction(state, async (inside) => {
      await inside.db.run(sql.unsafe`
        insert into users (id, name, mail, pass, is_admin, status, timezone, language)
        values (${id}, ${wanted.name}, ${wanted.mail}, ${hash}, ${isAdmin}, ${status}, ${timezone}, ${language})`);
      await writeRoles(inside.db, id, roles);
      const account = (await findAccount(inside.db, id))!;
      await auditAccount(inside, account, "created", { roles, is_admin: isAdmin });
      await tellPlugins(inside, "register", account);
      return account;
    }),
  );
}

/**
 * Changes an account. A new password, or a block, ends its sessions and makes its links useless; a new mail address the
 * latter.
 * @throws Fault as `createAccount`; `account.missing`, `account.last_administrator`
 */
export async function updateAccount(
  state: RequestState,
  services: AccountServices,
  id: string,
  changes: AccountChanges,
  options: ChangeOptions = {},
): Promise<AccountRow> {
  const known = await requireAccount(state.db, id);
  requireNoProblems(await checkAccount(state.db, state.site, services.settings, wantedOf(known, changes)));
  const { password } = changes;
  const hash = password === undefined ? null : await services.passwords.hash(password);
  const endsSessions = password !== undefined || changes.status === 0;
  const endSessions = () => services.sessions.endOfUser(id, options.exceptSession);
  const account = await takenAsProblem(() =>
    inTransaction(state, async (inside) => {
      const before = await requireAccount(inside.db, id, true);
      options.permit?.(before);
      if (changes.status === 0 || changes.isAdmin === false) await keepAnAdministrator(inside.db, before, options);
      const after = await write(inside.db, before, changes, hash);
      await auditChanges(inside, before, after, password !== undefined);
      await tellPlugins(inside, "update", after);
      // Before the commit, so that the change is not there without it; and after it, for those who signed in meanwhile.
      if (endsSessions) await endSessions();
      return after;
    }),
  );
  if (endsSessions) await endSessions();
  await markChanged(state, [cacheTags.user(id)]);
  return account;
}

/** Gives an account a password. @throws as `updateAccount` */
export function setPassword(
  state: RequestState,
  services: AccountServices,
  id: string,
  password: string,
  options: ChangeOptions = {},
): Promise<AccountRow> {
  return updateAccount(state, services, id, { password }, options);
}

/** Keeps an account from signing in, and ends its sessions. @throws as `updateAccount` */
export function blockAccount(state: RequestState, services: AccountServices, id: string, options: ChangeOptions = {}) {
  return updateAccount(state, services, id, { status: 0 }, options);
}

/** @throws as `updateAccount` */
export function unblockAccount(
  state: RequestState,
  services: AccountServices,
  id: string,
  options: ChangeOptions = {},
) {
  return updateAccount(state, services, id, { status: 1 }, options);
}

/** The account `id`; with `lock` nobody else changes it until the transaction ends. @throws Fault `account.missing` */
export async function requireAccount(db: Db, id: string, lock = false): Promise<AccountRow> {
  if (lock && isUuid(id)) await db.run(sql.unsafe`select from users where id = ${id}::uuid for update`);
  const account = await findAccount(db, id);
  if (account === null) throw new Fault("account.missing", `There is no account ${id}.`);
  return account;
}

function canonical({ name, mail }: { readonly name: string; readonly mail: string }) {
  return { name: canonicalName(name), mail: mail.trim() };
}

function wantedOf(known: AccountRow, changes: AccountChanges): WantedAccount {
  const { name = known.name, mail = known.mail, password, roles = known.roles } = changes;
  const { timezone = known.timezone, language = known.language } = changes;
  return { id: known.id, ...canonical({ name, mail }), password, roles, timezone, language };
}

async function write(db: Db, before: AccountRow, changes: AccountChanges, hash: string | null): Promise<AccountRow> {
  const { id } = before;
  const { name, mail, timezone, language } = wantedOf(before, changes);
  const { isAdmin = before.isAdmin, status = before.status } = changes;
  const pass: FragmentSqlToken = hash === null ? sql.fragment`pass` : sql.fragment`${hash}`;
  await db.run(sql.unsafe`
    update users set name = ${name}, mail = ${mail}, pass = ${pass}, is_admin = ${isAdmin}, status = ${status},
      timezone = ${timezone}, language = ${language}, changed = now()
    where id = ${id}::uuid`);
  if (changes.roles !== undefined) await writeRoles(db, id, changes.roles);
  if (hash !== null || status === 0 || mail !== before.mail) await revokeTokens(db, id);
  return (await findAccount(db, id))!;
}

async function writeRoles(db: Db, id: string, roles: readonly string[]): Promise<void> {
  const names = sql.array([...roles], "text");
  await db.run(sql.unsafe`delete from users_roles where user_id = ${id}::uuid`);
  await db.run(sql.unsafe`
    insert into users_roles (user_id, role_id) select ${id}::uuid, id from role where name = any(${names})`);
}

async function auditChanges(
  state: RequestState,
  before: AccountRow,
  after: AccountRow,
  hasNewPassword: boolean,
): Promise<void> {
  const changed = (["name", "mail", "timezone", "language"] as const).filter((key) => before[key] !== after[key]);
  const added = after.roles.filter((role) => !before.roles.includes(role));
  const removed = before.roles.filter((role) => !after.roles.includes(role));
  if (changed.length > 0) {
    const renamed: JsonObject = before.name === after.name ? {} : { was: before.name };
    await auditAccount(state, after, "updated", { changed, ...renamed });
  }
  if (added.length + removed.length > 0 || before.isAdmin !== after.isAdmin) {
    await auditAccount(state, after, "roles_changed", { added, removed, is_admin: after.isAdmin });
  }
  if (hasNewPassword) await auditAccount(state, after, "password_changed");
  if (before.status !== after.status) await auditAccount(state, after, after.status === 1 ? "unblocked" : "blocked");
}

/** Of two that take the same name at the same moment the second is told what everybody is told. */
async function takenAsProblem<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "users_name") requireNoProblems([{ element: "name", problem: wrong("taken") }]);
    if (constraint === "users_mail") {
      requireNoProblems([{ element: "mail", problem: wrong("others") }]);
    }
    throw error;
  }
}
