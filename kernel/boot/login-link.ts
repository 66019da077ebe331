import { createAccount } from "../accounts/account-changes.ts";
import { createToken } from "../accounts/one-time-tokens.ts";
import type { AccountRow } from "../accounts/user-store.ts";
import { countAccounts, findAccountByName } from "../accounts/user-store.ts";
import { pathTo } from "../addresses/path-to.ts";
import { Fault } from "../base/fault.ts";
import type { Db } from "../model/db.ts";
import { asSystem } from "./as-system.ts";
import type { OpenedSite } from "./open-site.ts";

const LINK_TTL = 24 * 3_600_000;
const FIRST_NAME = "admin";

/** The path of a page on which an account signs in, once, within 24 hours. */
export async function createLoginLink(db: Db, account: Pick<AccountRow, "id">): Promise<string> {
  return pathTo("login-link", { token: await createToken(db, account.id, "login", LINK_TTL) });
}

/**
 * How the first one gets into a site: where there is no account the `admin` is made. A link for it, as long as it was
 * never used; null afterwards, and always in production, where somebody is asked to make it (`trovato user create`).
 */
export async function firstLoginLink(opened: OpenedSite): Promise<string | null> {
  if (opened.configuration.environment.isProduction) return null;
  const { all } = await countAccounts(opened.db);
  const account = all === 0 ? await createFirst(opened) : await findAccountByName(opened.db, FIRST_NAME);
  if (account === null || !account.isAdmin || account.status === 0 || account.login !== null) return null;
  return createLoginLink(opened.db, account);
}

/** Of two nodes that start at the same moment one makes it, and the other finds it. */
async function createFirst(opened: OpenedSite): Promise<AccountRow | null> {
  try {
    return await asSystem(opened, (state) => {
      const { hostname } = new URL(state.site.baseUrl);
      const mail = `${FIRST_NAME}@${hostname.replace(/[^a-z0-9.-]/gi, "")}`;
      return createAccount(state, opened.kernel.accounts, { name: FIRST_NAME, mail, isAdmin: true });
    });
  } catch (error) {
    if (error instanceof Fault && error.code === "account.invalid") return findAccountByName(opened.db, FIRST_NAME);
    throw error;
  }
}
