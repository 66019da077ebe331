import { sql } from "slonik";
import type { AccountDraft } from "../../kernel/accounts/account-changes.ts";
import { createAccount } from "../../kernel/accounts/account-changes.ts";
import type { AccountServices } from "../../kernel/accounts/account-services.ts";
import { accountSettings } from "../../kernel/accounts/account-settings.ts";
import type { AccountRow } from "../../kernel/accounts/user-store.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { openAccounts } from "../../kernel/boot/open-accounts.ts";
import type { Limit } from "../../kernel/kinds/limit/limit-spec.ts";
import type { Db } from "../../kernel/model/db.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import type { AccountsSpec } from "../../kernel/model/specs/accounts.ts";
import type { StatePort } from "../../kernel/state/port.ts";
import { openPostgresState } from "../../kernel/state/postgres/open.ts";
import { roleOf, seedFilms, stateOf } from "./content-site.ts";
import { openTestDatabase } from "./database.ts";

export const PASSWORD = "correct horse battery";

/** A database with roles, and what accounts work with. */
export type AccountSite = {
  readonly db: Db;
  readonly site: Site;
  readonly port: StatePort;
  readonly services: AccountServices;
  /** The same database without accounts and what was counted, with services that remember nothing. */
  emptied(): Promise<AccountSite>;
  state(more?: Partial<RequestState>): RequestState;
  /** An account with `PASSWORD`, whose address follows from its name. */
  account(name: string, more?: Partial<AccountDraft>): Promise<AccountRow>;
  close(): Promise<void>;
};

/** Passwords are cheap here: what is tested is what is done with them. */
const CHEAP = { memory_mib: 8, passes: 1 };

export async function openAccountSite(spec: AccountsSpec = {}, limits: readonly Limit[] = []): Promise<AccountSite> {
  const database = await openTestDatabase();
  const { db } = database;
  const names = ["anonymous", "authenticated", "editor", "reviewer"];
  for (const [weight, name] of names.entries()) {
    await db.run(
      sql.unsafe`insert into role (id, name, label, weight) values (${uuidv7()}, ${name}, ${name}, ${weight})`,
    );
  }
  const roles = new Map(names.map((name) => [name, roleOf(name, [])]));
  const site: Site = { ...(await seedFilms(db)), roles, limits };
  const port = openPostgresState({ db, listen: async () => {}, log: SILENT });
  const state = (more: Partial<RequestState> = {}) => stateOf(db, site, more);
  const opened = (): AccountSite => {
    const services = openAccounts(port, accountSettings({ password: CHEAP, ...spec }), SILENT);
    return {
      db,
      site,
      port,
      services,
      state,
      account: (name, more = {}) =>
        createAccount(state(), services, { name, mail: `${name}@example.org`, password: PASSWORD, ...more }),
      async emptied() {
        await db.run(sql.unsafe`truncate users, state_entry, audit cascade`);
        return opened();
      },
      close: database.close,
    };
  };
  return opened();
}
