import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import type { ActiveLimit } from "../limits/limit-table.ts";
import { createLimitTable } from "../limits/limit-table.ts";
import type { Db } from "../model/db.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import { auditAccount, auditSubject, tellPlugins } from "./account-events.ts";
import { recordAudit } from "./audit.ts";
import type { Closed } from "./lockout.ts";
import type { AccountServices } from "./services.ts";
import type { AccountRow, Credentials } from "./user-store.ts";
import { findCredentials, signerOf } from "./user-store.ts";

/** The address of the form, which limits name. */
export const SIGN_IN_PATH = "/user/login";

/** `ip` is the network that is counted (`visitorIp`). */
export type SignInRequest = { readonly name: string; readonly password: string; readonly ip: string };
export type SignInResult =
  | { readonly kind: "signed-in"; readonly account: AccountRow }
  | { readonly kind: "refused" }
  /** The name is locked, whether there is such an account or not; until then, in milliseconds since 1970. */
  | { readonly kind: "locked"; readonly until: number }
  /** Too many failures from this network; it may come back after `wait` milliseconds. */
  | { readonly kind: "limited"; readonly wait: number };

/**
 * Signs in by name (or mail address) and password: first the lock on the name, then the limits on failures, then the password. Unknown,
 * blocked and password-less accounts are refused like a wrong password, after the same work. The session is the caller's to make.
 * @throws Fault `account.busy`
 */
export async function signIn(
  state: RequestState,
  services: AccountServices,
  request: SignInRequest,
): Promise<SignInResult> {
  const { name, password, ip } = request;
  const attempt = await services.lockout.attempt(name, ip);
  if ("until" in attempt) return { kind: "locked", until: attempt.until };
  const limits = failureLimits(state.site);
  const wait = await services.limiter.count(limits, ip);
  if (wait > 0) {
    await attempt.withdraw();
    return { kind: "limited", wait };
  }
  try {
    const credentials = await findCredentials(state.db, name);
    const hash = credentials?.account.status === 1 ? credentials.hash : null;
    const isRight = await services.passwords.verify(hash, password);
    const account = isRight ? await enter(state, services, credentials!, request) : null;
    if (account === null) {
      await recordFailure(state.db, credentials, ip, await attempt.failed());
      return { kind: "refused" };
    }
    await Promise.all([attempt.succeeded([account.name, account.mail]), services.limiter.giveBack(limits, ip)]);
    return { kind: "signed-in", account };
  } catch (error) {
    // What broke is nobody's failure to sign in.
    await Promise.allSettled([attempt.withdraw(), services.limiter.giveBack(limits, ip)]);
    throw error;
  }
}

/** Signs in the account of a link that was used just now. Null when it was blocked meanwhile. */
export async function signInByLink(
  state: RequestState,
  services: AccountServices,
  account: AccountRow,
  ip: string,
): Promise<AccountRow | null> {
  const entered = await noteSignIn(state, account, { ip, by: "link" });
  if (entered) await services.lockout.forget([account.name, account.mail], ip);
  return entered ? account : null;
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
): Promise<AccountRow | null> {
  const renewed = services.passwords.needsRehash(hash!) ? await services.passwords.hash(password) : hash!;
  const entered = await noteSignIn(state, account, { ip, by: "password" }, { known: hash!, renewed });
  return entered ? account : null;
}

async function noteSignIn(
  state: RequestState,
  account: AccountRow,
  detail: { readonly ip: string; readonly by: "password" | "link" },
  hashes: { readonly known: string; readonly renewed: string } | null = null,
): Promise<boolean> {
  const pass = hashes === null ? sql.fragment`pass` : sql.fragment`${hashes.renewed}`;
  const isSame = hashes === null ? sql.fragment`true` : sql.fragment`pass = ${hashes.known}`;
  return inTransaction({ ...state, user: signerOf(account) }, async (inside) => {
    const touched = await inside.db.run(sql.unsafe`
      update users set login = now(), access = now(), pass = ${pass}
      where id = ${account.id}::uuid and status = 1 and ${isSame}`);
    if (touched === 0) return false;
    await auditAccount(inside, account, "signed_in", { ip: detail.ip, with: detail.by });
    await tellPlugins(inside, "login", account);
    return true;
  });
}

/** What was typed for a name that nobody has is not kept: it may be a password. */
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
  return createLimitTable(site.limits).onFailure({ method: "POST", path: SIGN_IN_PATH, hasQuery: false });
}
