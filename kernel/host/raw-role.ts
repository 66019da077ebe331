import type { FragmentSqlToken } from "slonik";
import { sql } from "slonik";
import { sha256 } from "../base/json.ts";
import { advisoryLocks } from "../db/advisory-locks.ts";
import type { SitePlugin } from "../kinds/plugin/plugin-spec.ts";
import type { Db } from "../model/db.ts";
import { tablesForRaw } from "./raw-tables.ts";

/** Roles belong to the whole server, so their names begin with what tells this database apart. */
const PREFIX = sql.fragment`('trovato_raw_' || left(md5(current_database()), 8) || '_')`;

/** The name of the role in which a plugin's own statements run. */
function roleName(plugin: string): FragmentSqlToken {
  return sql.fragment`(${PREFIX} || ${sha256(plugin).slice(0, 16)})`;
}

/** Takes the role of `plugin` for the rest of the transaction, where there is one that may be taken. */
export function takeRole(plugin: string): FragmentSqlToken {
  return sql.fragment`(
    select set_config('role', rolname, true) from pg_roles
    where rolname = ${roleName(plugin)} and pg_has_role(session_user, oid, 'member'))`;
}

/**
 * Gives every plugin that runs statements of its own a role of Postgres, which may do what was granted to the plugin
 * and nothing else. Returns the names of those for which Postgres does not allow it.
 */
export async function settleRawRoles(db: Db, plugins: Iterable<SitePlugin>): Promise<readonly string[]> {
  const wanting = [...plugins].filter(({ grants }) => grants.rawSql !== "none");
  const without: string[] = [];
  for (const plugin of wanting) {
    try {
      await db.transaction((inside) => settleRole(inside, plugin));
    } catch (error) {
      if (!isNotAllowed(error)) throw error;
      without.push(plugin.name);
    }
  }
  await dropOthers(db, wanting);
  return without;
}

const INSUFFICIENT_PRIVILEGE = "42501";

function isNotAllowed(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === INSUFFICIENT_PRIVILEGE;
}

type Privilege = { readonly table: string; readonly privilege: string };

async function settleRole(db: Db, plugin: SitePlugin): Promise<void> {
  await db.run(sql.unsafe`select pg_advisory_xact_lock(${advisoryLocks.pluginRoles})`);
  const name = await ensureRole(db, plugin.name);
  const role = sql.identifier([name]);
  const wanted = await wantedPrivileges(db, plugin);
  const present = await privilegesOf(db, name);
  for (const { table, privilege } of missingFrom(wanted, present))
    await db.run(sql.unsafe`revoke ${KEYWORDS[privilege]!} on ${sql.identifier([table])} from ${role}`);
  for (const { table, privilege } of missingFrom(present, wanted))
    await db.run(sql.unsafe`grant ${KEYWORDS[privilege]!} on ${sql.identifier([table])} to ${role}`);
  // Whether the role can be taken is seen now, not by a visitor.
  await db.run(sql.unsafe`select set_config('role', ${name}, true)`);
}

async function ensureRole(db: Db, plugin: string): Promise<string> {
  const { name, exists } = await db.one<{ name: string; exists: boolean }>(sql.unsafe`
    select ${roleName(plugin)} as name, exists (select from pg_roles where rolname = ${roleName(plugin)}) as exists
  `);
  const role = sql.identifier([name]);
  if (!exists) await db.run(sql.unsafe`create role ${role} nologin`);
  const { takes, uses, schema } = await db.one<{ takes: boolean; uses: boolean; schema: string }>(sql.unsafe`
    select rolsuper or exists (
        select from pg_auth_members where roleid = ${name}::regrole and member = session_user::regrole
      ) as takes,
      has_schema_privilege(${name}, current_schema(), 'usage') as uses, current_schema()::text as schema
    from pg_roles where rolname = session_user
  `);
  if (!takes || !exists) await db.run(sql.unsafe`grant ${role} to session_user`);
  if (!uses) await db.run(sql.unsafe`grant usage on schema ${sql.identifier([schema])} to ${role}`);
  return name;
}

const KEYWORDS: { readonly [privilege: string]: FragmentSqlToken } = {
  SELECT: sql.fragment`select`,
  INSERT: sql.fragment`insert`,
  UPDATE: sql.fragment`update`,
  DELETE: sql.fragment`delete`,
};

async function wantedPrivileges(db: Db, plugin: SitePlugin): Promise<readonly Privilege[]> {
  const { read, write } = tablesForRaw(plugin);
  const wanted = [
    ...[...read].map((table) => ({ table, privilege: "SELECT" })),
    ...[...write].flatMap((table) => ["INSERT", "UPDATE", "DELETE"].map((privilege) => ({ table, privilege }))),
  ];
  const tables = await db.many<{ name: string }>(sql.unsafe`
    select name from unnest(${sql.array([...new Set([...read, ...write])], "text")}) as name
    where to_regclass(quote_ident(name)) is not null
  `);
  const present = new Set(tables.map(({ name }) => name));
  return wanted.filter(({ table }) => present.has(table));
}

function privilegesOf(db: Db, role: string): Promise<readonly Privilege[]> {
  return db.many<Privilege>(sql.unsafe`
    select relname as table, privilege_type as privilege from pg_class, aclexplode(relacl) as acl
    where relnamespace = current_schema()::regnamespace and acl.grantee = ${role}::regrole
  `);
}

/** Lists the privileges of `others` that `known` lacks. */
function missingFrom(known: readonly Privilege[], others: readonly Privilege[]): readonly Privilege[] {
  const keys = new Set(known.map(({ table, privilege }) => `${privilege} ${table}`));
  return others.filter(({ table, privilege }) => !keys.has(`${privilege} ${table}`));
}

/** Roles of plugins that no longer run statements of their own. */
async function dropOthers(db: Db, wanting: readonly SitePlugin[]): Promise<void> {
  const names = wanting.map(({ name }) => sha256(name).slice(0, 16));
  const others = await db.many<{ name: string }>(sql.unsafe`
    select rolname as name from pg_roles
    where starts_with(rolname, ${PREFIX}) and right(rolname, 16) <> all(${sql.array(names, "text")})
  `);
  for (const { name } of others) {
    const role = sql.identifier([name]);
    const drop = async (inside: Db) => {
      await inside.run(sql.unsafe`drop owned by ${role}`);
      await inside.run(sql.unsafe`drop role ${role}`);
    };
    await db.transaction(drop).catch((error: unknown) => {
      if (!isNotAllowed(error)) throw error;
    });
  }
}
