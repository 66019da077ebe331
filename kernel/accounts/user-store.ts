import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { isUuid } from "../base/ids.ts";
import type { Db } from "../model/db.ts";
import type { User } from "../model/request-state.ts";
import { canonicalName } from "./account-rules.ts";

/** An account. Times are in milliseconds since 1970. */
export type AccountRow = {
  readonly id: string;
  readonly name: string;
  readonly mail: string;
  readonly isAdmin: boolean;
  /** 1 active, 0 blocked. */
  readonly status: 0 | 1;
  readonly timezone: string;
  readonly language: string;
  readonly created: number;
  /** When it was last seen, to within a few minutes; null when never. */
  readonly access: number | null;
  /** When it last signed in. */
  readonly login: number | null;
  /** The names of its roles, without the one that everybody has who is signed in. */
  readonly roles: readonly string[];
};
/** An account with what nobody but the sign-in reads: its hash, null when it has no password. */
export type Credentials = { readonly account: AccountRow; readonly hash: string | null };

export type AccountFilter = {
  /** Part of the name or the mail address. */
  readonly contains?: string | undefined;
  readonly role?: string | undefined;
  readonly status?: 0 | 1 | undefined;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
};

const COLUMNS = sql.fragment`
  users.id, users.name, users.mail, users.is_admin as "isAdmin", users.status, users.timezone, users.language,
  users.created, users.access, users.login,
  coalesce((
    select array_agg(role.name order by role.weight, role.name) from users_roles join role on role.id = users_roles.role_id
    where users_roles.user_id = users.id
  ), '{}') as roles`;

export async function findAccount(db: Db, id: string): Promise<AccountRow | null> {
  return isUuid(id) ? db.maybe<AccountRow>(select(sql.fragment`users.id = ${id}::uuid`)) : null;
}

/** The account of that name, or else of that mail address; upper and lower case are the same. */
export async function findAccountByName(db: Db, nameOrMail: string): Promise<AccountRow | null> {
  return db.maybe<AccountRow>(select(isCalled(nameOrMail)));
}

export async function findCredentials(db: Db, nameOrMail: string): Promise<Credentials | null> {
  const row = await db.maybe<AccountRow & { readonly hash: string | null }>(
    sql.unsafe`select ${COLUMNS}, users.pass as hash from users where ${isCalled(nameOrMail)}`,
  );
  if (row === null) return null;
  const { hash, ...account } = row;
  return { account, hash };
}

/** Who asks, of a session: an account that is active, with its roles. Null when it is blocked or gone. One query. */
export async function findSigner(db: Db, id: string): Promise<User | null> {
  if (!isUuid(id)) return null;
  const row = await db.maybe<Pick<AccountRow, "id" | "name" | "isAdmin" | "roles">>(
    select(sql.fragment`users.id = ${id}::uuid and users.status = 1`),
  );
  return row === null ? null : signerOf(row);
}

/** An account as who asks. */
export function signerOf({ id, name, isAdmin, roles }: Pick<AccountRow, "id" | "name" | "isAdmin" | "roles">): User {
  return { id, name, isAdmin, roles: ["authenticated", ...roles] };
}

/** The names of accounts, by id; those that are gone are left out. */
export async function namesOfAccounts(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db.many<{ id: string; name: string }>(
    sql.unsafe`select id, name from users where id = any(${sql.array(ids.filter(isUuid), "uuid")})`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A page of the accounts, the newest first. */
export async function listAccounts(
  db: Db,
  filter: AccountFilter,
): Promise<{ readonly rows: readonly AccountRow[]; readonly total: number }> {
  const where = conditionOf(filter);
  const { page, perPage } = filter;
  const [rows, { total }] = await Promise.all([
    db.many<AccountRow>(sql.unsafe`
      select ${COLUMNS} from users where ${where} order by users.created desc, users.id desc
      limit ${perPage} offset ${(Math.max(1, page) - 1) * perPage}`),
    db.one<{ total: number }>(sql.unsafe`select count(*) as total from users where ${where}`),
  ]);
  return { rows, total };
}

/** How many accounts there are; and how many of them are active and may do everything. */
export async function countAccounts(db: Db): Promise<{ readonly all: number; readonly administrators: number }> {
  return db.one(sql.unsafe`
    select count(*) as "all", count(*) filter (where is_admin and status = 1) as administrators from users`);
}

/** How many accounts hold a role. */
export async function countHolders(db: Db, role: string): Promise<number> {
  const { count } = await db.one<{ count: number }>(sql.unsafe`
    select count(*) as count from users_roles join role on role.id = users_roles.role_id where role.name = ${role}`);
  return count;
}

/** Notes that an account was seen, every few minutes at most. */
export async function noteAccess(db: Db, id: string): Promise<void> {
  await db.run(sql.unsafe`
    update users set access = now()
    where id = ${id}::uuid and (access is null or access < now() - interval '5 minutes')`);
}

function select(condition: FragmentSqlToken) {
  return sql.unsafe`select ${COLUMNS} from users where ${condition}`;
}

/** A name never has an @ and an address always has one, so there is one at most. */
function isCalled(nameOrMail: string): FragmentSqlToken {
  const name = withoutNull(canonicalName(nameOrMail));
  const column = name.includes("@") ? sql.fragment`users.mail` : sql.fragment`users.name`;
  return sql.fragment`fold_identity(${column}) = fold_identity(${name})`;
}

/** Postgres takes no null character. */
function withoutNull(text: string): string {
  return text.replaceAll("\0", "\uFFFD");
}

function conditionOf({ contains = "", role, status }: AccountFilter): FragmentSqlToken {
  const conditions = [sql.fragment`true`];
  if (contains !== "") {
    const part = `%${withoutNull(contains).replace(/[\\%_]/g, "\\$&")}%`;
    conditions.push(sql.fragment`(users.name ilike ${part} or users.mail ilike ${part})`);
  }
  if (status !== undefined) conditions.push(sql.fragment`users.status = ${status}`);
  if (role !== undefined) {
    conditions.push(sql.fragment`exists (
      select from users_roles join role on role.id = users_roles.role_id
      where users_roles.user_id = users.id and role.name = ${role}
    )`);
  }
  return sql.fragment`${sql.join(conditions, sql.fragment` and `)}`;
}
