import { createHash, randomBytes } from "node:crypto";
import { sql } from "slonik";
import { uuidv7 } from "../base/ids.ts";
import type { Db } from "../model/db.ts";
import type { AccountRow } from "./user-store.ts";
import { findAccount } from "./user-store.ts";

/** Purpose of a link: to sign in, or to choose a password. */
export type TokenPurpose = "login" | "password";

/**
 * How many links of a purpose an account has at once: who asks for ever more cannot fill the table, nor spoil the
 * latest ones.
 */
const MOST_ALIVE = 5;
const SWEEP_AT_MOST = 5_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** Makes a token that can be used once within `ttl` milliseconds. The database only keeps its hash. */
export async function createToken(db: Db, userId: string, purpose: TokenPurpose, ttl: number): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await db.run(sql.unsafe`
    insert into one_time_token (id, purpose, user_id, token_hash, expires_at)
    values (${uuidv7()}, ${purpose}, ${userId}::uuid, ${sql.binary(hashOf(token))}, now() + ${ttl} * interval '1 millisecond')`);
  await db.run(sql.unsafe`
    delete from one_time_token where id in (
      select id from one_time_token where user_id = ${userId}::uuid and purpose = ${purpose}
      order by id desc offset ${MOST_ALIVE}
    )`);
  return token;
}

/** Whose token it is, without using it; null when it was used, is over, or the account is blocked. */
export async function readToken(db: Db, token: string, purpose: TokenPurpose): Promise<AccountRow | null> {
  if (!TOKEN.test(token)) return null;
  const row = await db.maybe<{ userId: string }>(
    sql.unsafe`select user_id as "userId" from one_time_token where ${isUsable(token, purpose)}`,
  );
  return row === null ? null : findAccount(db, row.userId);
}

/** Uses a token: of several at the same moment, one gets the account. Null as in `readToken`. */
export async function consumeToken(db: Db, token: string, purpose: TokenPurpose): Promise<AccountRow | null> {
  if (!TOKEN.test(token)) return null;
  const row = await db.maybe<{ userId: string }>(
    sql.unsafe`delete from one_time_token where ${isUsable(token, purpose)} returning user_id as "userId"`,
  );
  return row === null ? null : findAccount(db, row.userId);
}

/** Returns true when an account has as many usable links of a purpose as it can have. */
export async function hasMostTokens(db: Db, userId: string, purpose: TokenPurpose): Promise<boolean> {
  const { alive } = await db.one<{ alive: number }>(sql.unsafe`
    select count(*) as alive from one_time_token
    where user_id = ${userId}::uuid and purpose = ${purpose} and expires_at > now()`);
  return alive >= MOST_ALIVE;
}

/** Makes every link of an account useless. */
export async function revokeTokens(db: Db, userId: string): Promise<void> {
  await db.run(sql.unsafe`delete from one_time_token where user_id = ${userId}::uuid`);
}

/** Takes away tokens whose time is over. */
export async function sweepTokens(db: Db): Promise<number> {
  return db.run(sql.unsafe`
    delete from one_time_token where id in (
      select id from one_time_token where expires_at <= now() limit ${SWEEP_AT_MOST} for update skip locked
    )`);
}

function isUsable(token: string, purpose: TokenPurpose) {
  return sql.fragment`
    token_hash = ${sql.binary(hashOf(token))} and purpose = ${purpose} and expires_at > now()
    and exists (select from users where users.id = user_id and users.status = 1)`;
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
