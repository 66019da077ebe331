import { sql } from "slonik";
import { createAccount } from "../../kernel/accounts/account-changes.ts";
import { accountSettings } from "../../kernel/accounts/account-settings.ts";
import type { AccountRow } from "../../kernel/accounts/user-store.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { openAccounts } from "../../kernel/boot/open-accounts.ts";
import type { Services } from "../../kernel/boot/open-services.ts";
import { openServices } from "../../kernel/boot/open-services.ts";
import type { HttpServices } from "../../kernel/http/http-services.ts";
import type { Mail } from "../../kernel/mail/mailer.ts";
import type { Db } from "../../kernel/model/db.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { Site } from "../../kernel/model/site.ts";
import type { AccountsSpec } from "../../kernel/model/specs/accounts.ts";
import { faultPage } from "../../kernel/pages/fault-page.ts";
import { renderPage } from "../../kernel/pages/shell.ts";
import { createAssets } from "../../kernel/render/assets.ts";
import { html as markup } from "../../kernel/render/html.ts";
import { createTemplates } from "../../kernel/render/templates.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";
import type { TestApp } from "./app.ts";
import { serveApp, siteWith, snapshotOf } from "./app.ts";
import { roleOf, stateOf } from "./content-site.ts";
import { openTestDatabase } from "./database.ts";
import { readAssetFiles, readTemplateFiles } from "./film-pages.ts";
import type { TestRedis } from "./redis.ts";
import { openTestRedis } from "./redis.ts";
import type { Visitor } from "./visitor.ts";
import { createVisitor } from "./visitor.ts";

export const PASSWORD = "correct horse battery";

/**
 * A web side on a real database, and on Redis where that is asked for: its pages of accounts are those of the product.
 */
export type AccountApp = TestApp & {
  readonly db: Db;
  readonly state: Services["state"];
  readonly mails: Mail[];
  visitor(headers?: { readonly [name: string]: string }): Visitor;
  account(name: string, more?: Partial<Parameters<typeof createAccount>[2]>): Promise<AccountRow>;
};

const assets = createAssets(readAssetFiles());
const templates = createTemplates(readTemplateFiles(), assets, ENGLISH);

export async function serveAccounts(
  adapter: "Postgres" | "Redis",
  given: Partial<HttpServices> = {},
  more: Partial<Site> = {},
  spec: AccountsSpec = {},
): Promise<AccountApp> {
  const database = await openTestDatabase();
  const redis: TestRedis | null = adapter === "Redis" ? await openTestRedis() : null;
  const services = await openServices({
    database: { ...database, migrated: [], initialised: false },
    redisUrl: redis?.url ?? null,
    log: SILENT,
  });
  const { db } = database;
  for (const name of ["editor", "chief"]) {
    await db.run(sql.unsafe`insert into role (id, name, label) values (${uuidv7()}, ${name}, ${name})`);
  }
  await db.run(sql.unsafe`insert into stage (id, label) values ('spring', 'Spring')`);
  const roles = new Map([
    ["anonymous", roleOf("anonymous", ["access content"])],
    ["authenticated", roleOf("authenticated", ["access content"])],
    ["editor", roleOf("editor", ["use stages"])],
    ["chief", roleOf("chief", ["administer users"])],
  ]);
  const site = siteWith({ templates, assets, roles, ...more });
  // Light enough for tests that sign in often.
  const accounts = openAccounts(
    services.state,
    accountSettings({ password: { memory_mib: 8, passes: 1 }, ...spec }),
    SILENT,
  );
  const mails: Mail[] = [];
  const app = await serveApp({
    snapshot: () => snapshotOf(site),
    db,
    counters: services.state.counters,
    sessions: services.state.sessions,
    queue: services.state.queue,
    accounts,
    mailer: { send: async (mail) => void mails.push(mail), close: () => {} },
    pages: {
      ...emptyPages,
      gather: async (state) =>
        renderPage(state, { title: `On ${state.stage}`, path: "/films", canonical: "/films", main: markup("") }),
      fault: faultPage,
    },
    ...given,
  });
  return {
    ...app,
    db,
    state: services.state,
    mails,
    visitor: (headers) => createVisitor(app.url, headers),
    account: (name, draft = {}) =>
      createAccount(stateOf(db, site), accounts, { name, mail: `${name}@example.org`, password: PASSWORD, ...draft }),
    close: async () => {
      await app.close();
      await services.close();
      await redis?.close();
      await database.close();
    },
  };
}

const nothing = async () => ({ status: 200, mediaType: "text/html; charset=utf-8", body: "" });
const emptyPages = { item: nothing, plugin: nothing };
