import type { AccountServices } from "../accounts/account-services.ts";
import type { AccountRow } from "../accounts/user-store.ts";
import { findAccountByName, listAccounts } from "../accounts/user-store.ts";
import { Fault } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import { applier } from "../boot/announce.ts";
import { asSystem } from "../boot/as-system.ts";
import { openSite } from "../boot/open-site.ts";
import { siteFolder } from "../boot/site-folder.ts";
import type { RequestState } from "../model/request-state.ts";
import { commandReport } from "./command-report.ts";
import type { Console } from "./console.ts";
import { warningsTo } from "./warnings-to.ts";

export type AccountsContext = {
  /** The state of the command, by the user of this machine. */
  readonly state: RequestState;
  readonly services: AccountServices;
  readonly console: Console;
};

/** How many names are looked at for the one that was meant. */
const MOST_NAMES = 1_000;

/** Opens the site in the folder `site`, runs `work` with its accounts, and closes it again. @throws as `openSite` */
export async function withAccounts<Result>(
  site: string,
  console: Console,
  work: (context: AccountsContext) => Promise<Result>,
): Promise<Result> {
  const log = warningsTo(console);
  const opened = await openSite(siteFolder(site, console.process.env), log, commandReport(console));
  const services = opened.kernel.accounts;
  try {
    return await asSystem(opened, (state) => work({ state, services, console }), { name: applier() });
  } finally {
    await opened.stop();
  }
}

/** The account of that name or address. @throws Fault `account.missing` with the name that was perhaps meant */
export async function accountCalled({ state }: AccountsContext, name: string): Promise<AccountRow> {
  const account = await findAccountByName(state.db, name);
  if (account !== null) return account;
  const { rows } = await listAccounts(state.db, { page: 1, perPage: MOST_NAMES });
  const near = didYouMean(
    name,
    rows.map((row) => row.name),
  );
  throw new Fault("account.missing", `There is no account ${name}.${near}`, {
    hint: "npx trovato user list shows those that there are.",
  });
}
