import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { createAccount, updateAccount } from "../../kernel/accounts/account-changes.ts";
import { deleteAccount } from "../../kernel/accounts/delete-account.ts";
import { noteSignOut, signIn } from "../../kernel/accounts/sign-in.ts";
import { findAccountByName, signerOf } from "../../kernel/accounts/user-store.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";

const PASSWORD = "correct horse battery";

let site: PluginSite;
beforeAll(async () => {
  site = await openPluginSite(["roster"]);
}, 60_000);
afterAll(() => site?.close());

const entries = async () =>
  site.opened.db.many<{ account: string; what: string }>(
    sql.unsafe`select account, what from plugin_roster_entry order by id`,
  );

test("a plugin hears what happens to accounts, and nothing of them but id, name and roles", async () => {
  const { accounts } = site.opened.kernel;
  const draft = { name: "Ann", mail: "ann@example.org", password: PASSWORD, roles: ["administrator"] };
  const ann = await createAccount(site.state(), accounts, draft);
  const result = await signIn(site.state(), accounts, { name: "ann", password: PASSWORD, ip: "203.0.113.7" });
  expect(result.kind).toBe("signed-in");
  await updateAccount(site.state(), accounts, ann.id, { timezone: "Europe/Berlin" });
  await noteSignOut(site.state({ user: signerOf(ann) }));
  await deleteAccount(site.state(), accounts, ann.id, { content: "keep" });
  const found = await entries();
  expect(found.map(({ what }) => what)).toEqual(["register", "login as Ann", "update", "logout", "delete"]);
  for (const { account } of found) {
    expect(JSON.parse(account)).toEqual({ id: ann.id, name: "Ann", roles: ["administrator"] });
  }
});

test("a plugin that breaks loses what it wrote, and the account is there", async () => {
  await site.opened.db.run(sql.unsafe`delete from plugin_roster_entry`);
  const draft = { name: "Broken", mail: "broken@example.org" };
  await createAccount(site.state(), site.opened.kernel.accounts, draft);
  expect(await findAccountByName(site.opened.db, "Broken")).not.toBeNull();
  expect(await entries()).toEqual([]);
  const errors = site.lines.filter(({ level }) => level === "error");
  expect(errors.map(({ fields }) => fields)).toMatchObject([{ plugin: "roster", tap: "tap_user_register" }]);
});
