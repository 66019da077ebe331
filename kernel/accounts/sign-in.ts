import { sql } from "slonik";
import { pathTo } from "../addresses/path-to.ts";
import type { JsonObject } from "../base/json.ts";
import type { ActiveLimit } from "../limits/limit-table.ts";
import { createLimitTable } from "../limits/limit-table.ts";
import type { Db } from "../model/db.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import { auditAccount, auditSubject, tellPlugins } from "./account-events.ts";
import type { AccountServices } from "./account-services.ts";
import { recordAudit } from "./audit.ts";
import { foldName } from "./authors.ts";
import type { Closed } from "./lockout.ts";
import type { AccountRow, Credentials } from "./user-store.ts";
import { findCredentials, signerOf } from "./user-store.ts";

/** `ip` is the network that is counted (`visitorIp`). */
export type SignInRequest = { readonly name: string; readonly password: string; readonly ip: string };
/**
 * Who signed in. `mayStay` is to be asked once their session is there: false when the password was changed, or the
 * account blocked, before it was; who changes it later finds the session, and ends it.
 */
export type Entered = { readonly account: AccountRow; mayStay(): Promise<boolean> };
export type SignInResult =
  | ({ readonly kind: "signed-in" } & Entered)
  | { readonly kind: "refused" }
  /** The name is locked, whether there is such an account or not; until then, in milliseconds since 1970. */
  | { readonly kind: "locked"; readonly until: number }
  /** Too many failures from this network; it may come back after `wait` milliseconds. */
  | { readonly kind: "limited"; readonly wait: number };

/**
 * Signs in by name (or mail address) and password: first the lock on the name, then the limits on failures, then the
 * password. Unknown, blocked and password-less accounts are refused like a wrong password, after the same work. The
 * session is the caller's to make.
 * @throws Fault `account.busy`
 */
export async function signIn(
  state: RequestState,
  services: AccountServices,
  request: SignInRequest,
): Promise<SignInResult> {
  const { name, password, ip } = request;
  const credentials = await findCredentials(state.db, name);
  const subject = lockedBy(credentials, name);
  const attempt = await services.lockout.attempt(subject, ip);
  if ("until" in attempt) return { kind: "locked", until: attempt.until };
  const limits = failureLimits(state.site);
  const wait = await services.limiter.count(limits, ip);
  if (wait > 0) {
    await attempt.withdraw();
    return { kind: "limited", wait };
  }
  try {
    const hash = credentials?.account.status === 1 ? credentials.hash : null;
    const isRight = await services.passwords.verify(hash, password);
    const entered = isRight ? await enter(state, services, credentials!, request) : null;
    if (entered === null) {
      await recordFailure(state.db, credentials, ip, await attempt.failed());
      return { kind: "refused" };
    }
    await Promise.all([attempt.succeeded(), services.limiter.giveBack(limits, ip)]);
    return { kind: "signed-in", ...entered };
  } catch (error) {
    // What broke is nobody's failure to sign in.
    await Promise.allSettled([attempt.withdraw(), services.limiter.giveBack(limits, ip)]);
    throw error;
  }
}

/**
 * Names the lock: an account has one, whatever of it was typed and in whatever letters; a name that nobody has is
 * locked like any other.
 */
export function lockedBy(credentials: Credentials | null, typed: string): string {
  return credentials?.account.id ?? foldName(typed);
}

/** Signs in the account of a link that was used just now. Null when it was blocked meanwhile. */
export async function signInByLink(
  state: RequestState,
  services: AccountServices,
  account: AccountRow,
  ip: string,
): Promise<Entered | null> {
  const entered = await noteSignIn(state, account, { ip, by: "link" });
  if (entered !== null) await services.lockout.forget(account.id, ip);
  return entered;
}

/** Tells the plugins that an account signed out. The session is the caller's to end. */
export async function noteSignOut(state: RequestState): Promise<void> {
  const { id, name, roles } = state.user;
  await tellPlugins(state, "logout", { id, name, roles: roles.filter((role) => role !== "authenticated") });
}

/** The password is right: whoever changed it meanwhile, or blocked the account, comes first. */
async function enter(
  state: RequestState,
  services: AccountServices,
  { account, hash }: Credentials,
  { password, ip }: SignInRequest,
): Promise<Entered | null> {
  const renewed = services.passwords.needsRehash(hash!) ? await services.passwords.hash(password) : hash!;
  return noteSignIn(state, account, { ip, by: "password" }, { known: hash!, renewed });
}

async function noteSignIn(
  state: RequestState,
  account: AccountRow,
  detail: { readonly ip: string; readonly by: "password" | "link" },
  hashes: { readonly known: string; readonly renewed: string } | null = null,
): Promise<Entered | null> {
  const pass = hashes === null ? sql.fragment`pass` : sql.fragment`${hashes.renewed}`;
  const isSame = hashes === null ? sql.fragment`true` : sql.fragment`pass = ${hashes.known}`;
  return inTransaction({ ...state, user: signerOf(account) }, async (inside) => {
    const row = await inside.db.maybe<{ hash: string | null }>(sql.unsafe`
      update users set login = now(), access = now(), pass = ${pass}
      where id = ${account.id}::uuid and status = 1 and ${isSame} returning pass as hash`);
    if (row === null) return null;
    await auditAccount(inside, account, "signed_in", { ip: detail.ip, with: detail.by });
    await tellPlugins(inside, "login", account);
    return { account, mayStay: () => isUnchanged(state.db, account.id, row.hash) };
  });
}

async function isUnchanged(db: Db, id: string, hash: string | null): Promise<boolean> {
  const row = await db.maybe(sql.unsafe`
    select 1 as found from users where id = ${id}::uuid and status = 1 and pass is not distinct from ${hash}`);
  return row !== null;
}

/** Records a failed sign-in, without a name that nobody has: it may be a password. */
async function recordFailure(
  db: Db,
  credentials: Credentials | null,
  ip: string,
  closed: Closed | null,
): Promise<void> {
  const account = credentials?.account;
  const subject = account === undefined ? "user.unknown" : auditSubject(account.id);
  const named: JsonObject = account === undefined ? {} : { name: account.name };
  const entry = { actor: "anonymous", subject };
  await recordAudit(db, { ...entry, action: "account.sign_in_failed", detail: { ...named, ip } });
  if (closed === null) return;
  const { scope, until } = closed;
  await recordAudit(db, { ...entry, action: "account.locked", detail: { ...named, ip, scope, until } });
}

function failureLimits(site: Site): readonly ActiveLimit[] {
  return createLimitTable(site.limits).onFailure({ method: "POST", path: pathTo("sign-in"), hasQuery: false });
}
