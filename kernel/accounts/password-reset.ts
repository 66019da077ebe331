import type { Mail, Mailer } from "../mail/mailer.ts";
import type { Db } from "../model/db.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import { say } from "../words/say.ts";
import { updateAccount } from "./account-changes.ts";
import { auditAccount } from "./account-events.ts";
import { requireNoProblems } from "./account-problems.ts";
import { passwordProblem } from "./account-rules.ts";
import type { AccountServices } from "./account-services.ts";
import { consumeToken, createToken, hasMostTokens, readToken } from "./one-time-tokens.ts";
import { ANONYMOUS } from "./permissions.ts";
import type { AccountRow } from "./user-store.ts";
import { findAccountByName } from "./user-store.ts";

/** How long a link to choose a new password may be used. */
const RESET_TTL = 3_600_000;

export type ResetRequest = {
  /** The mail address that was typed; a name will do. */
  readonly mail: string;
  readonly ip: string;
  readonly site: Pick<Site, "name" | "words">;
  /** The address of the page on which the token is used. */
  readonly linkOf: (token: string) => string;
};

/**
 * Sends a link to choose a new password, where there is such an account and it is active. Whoever asked is answered
 * without waiting for it, so that the time says nothing: `db` is the pool, not the request's. @throws Fault
 * `mail.failed`, for the log
 */
export async function requestPasswordReset(db: Db, mailer: Mailer, request: ResetRequest): Promise<void> {
  const account = await findAccountByName(db, request.mail);
  if (account === null || account.status === 0) return;
  // Nobody fills a mailbox by asking again and again: so many mails are there, and their links work.
  if (await hasMostTokens(db, account.id, "password")) return;
  const token = await createToken(db, account.id, "password", RESET_TTL);
  await auditAccount({ db, user: ANONYMOUS }, account, "reset_requested", { ip: request.ip });
  try {
    await mailer.send(resetMail(account, request, token));
  } catch (error) {
    // A link that nobody got does not count among those that there can be.
    await consumeToken(db, token, "password");
    throw error;
  }
}

function resetMail({ name, mail }: AccountRow, { site, linkOf }: ResetRequest, token: string): Mail {
  return {
    to: mail,
    subject: say(site, "mail.reset_subject", { site: site.name }),
    text: `${say(site, "mail.reset_text", { name, site: site.name, link: linkOf(token) })}\n`,
  };
}

/**
 * Gives the account of a link its new password, ends its sessions, and opens the network that it was locked on. Null
 * when the link was used, is over, or its account is blocked. A password that is refused uses up nothing.
 * @throws Fault `account.invalid`, `account.busy`
 */
export async function resetPassword(
  state: RequestState,
  services: AccountServices,
  { token, password, ip }: { readonly token: string; readonly password: string; readonly ip: string },
): Promise<AccountRow | null> {
  const owner = await readToken(state.db, token, "password");
  if (owner === null) return null;
  const problem = passwordProblem(password, owner, services.settings.password);
  requireNoProblems(problem === null ? [] : [{ element: "password", problem }]);
  const account = await inTransaction(state, async (inside) => {
    const found = await consumeToken(inside.db, token, "password");
    return found === null ? null : updateAccount(inside, services, found.id, { password });
  });
  if (account === null) return null;
  await services.sessions.endOfUser(account.id);
  await services.lockout.forget(account.id, ip);
  return account;
}
