import { readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { consumeToken } from "../../kernel/accounts/one-time-tokens.ts";
import { createPasswords } from "../../kernel/accounts/passwords.ts";
import { findCredentials } from "../../kernel/accounts/user-store.ts";
import { openPool } from "../../kernel/db/pool.ts";
import type { Db } from "../../kernel/model/db.ts";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let db: Db;
let close: () => Promise<void>;
beforeAll(async () => {
  site = await createTestSite();
  const pool = await openPool(site.databaseUrl);
  db = pool.db;
  close = pool.close;
}, 60_000);
afterAll(async () => {
  await close?.();
  await site?.remove();
});

const passwords = createPasswords({ memoryMib: 19, passes: 2, parallelism: 1 });
const opens = async (name: string, password: string) =>
  passwords.verify((await findCredentials(db, name))!.hash, password);
const user = (...words: string[]) => site.trovato("user", ...words);
const tokenIn = (text: string) => text.match(/^http:\/\/localhost:3000\/user\/login-link\/([\w-]{43})$/m)?.[1];

describe("accounts on the command line", () => {
  test("are made, with a link or a password, and listed", async () => {
    const err = expect.stringContaining("Applied first, as at every start (reconcile: apply):\n\n  + ");
    expect(await user("list")).toMatchObject({ code: 0, out: "There are no accounts.\n", err });
    expect(await user("list")).toMatchObject({ code: 0, err: "" });
    const made = await user("create", "Ann", "--mail", "ann@example.org", "--role", "administrator");
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining("Created Ann: administrator.\n") });
    const token = tokenIn(made.out)!;
    expect(await consumeToken(db, token, "login")).toMatchObject({ name: "Ann" });
    const boss = await user("create", "boss", "--mail", "boss@example.org", "--password", "correct horse", "--admin");
    expect(boss).toEqual({ code: 0, out: "Created boss: may do everything.\n", err: "" });
    expect(await opens("boss", "correct horse")).toBe(true);
    const listed = await user("list");
    expect(listed.out).toMatch(/^boss +boss@example\.org +active +everything +never signed in$/m);
    expect(listed.out).toContain("2 accounts.");
    const { format_version, accounts } = JSON.parse((await user("list", "--json")).out);
    expect(format_version).toBe("1.0");
    expect(accounts.map((account: object) => account)).toMatchObject([
      { name: "boss", is_admin: true, status: "active", roles: [], login: null },
      { name: "Ann", mail: "ann@example.org", is_admin: false, roles: ["administrator"] },
    ]);
    expect(JSON.stringify(accounts)).not.toContain("argon2");
  }, 120_000);

  test("are refused with what is wrong, and what was perhaps meant", async () => {
    const refused = await user("create", "ANN", "--mail", "nobody", "--role", "administratr");
    expect(refused.code).toBe(1);
    expect(refused.err).toContain("The name is taken.");
    expect(refused.err).toContain("The mail address is not a mail address.");
    expect(refused.err).toContain("did you mean administrator?");
    const missing = await user("block", "bos");
    expect(missing).toMatchObject({
      code: 1,
      err: expect.stringContaining("There is no account bos. Did you mean boss?"),
    });
    expect(await user("create", "x")).toMatchObject({ code: 1, err: expect.stringContaining("--mail") });
  }, 120_000);

  test("get and lose roles", async () => {
    expect((await user("role", "ann", "--remove", "administrator")).out).toBe("Ann: no roles\n");
    expect((await user("role", "ann@example.org", "--add", "administrator")).out).toBe("Ann: administrator\n");
    expect((await user("role", "ann")).out).toBe("Ann: administrator\n");
    const strange = await user("role", "ann", "--add", "authenticated");
    expect(strange).toMatchObject({ code: 1, err: expect.stringContaining("There is no role authenticated") });
  }, 120_000);

  test("get a password from the input", async () => {
    const changed = await site.trovatoWith({ input: "a new password\nmore\n" }, "user", "password", "ann");
    expect(changed).toMatchObject({ code: 0, out: "Ann has a new password; its sessions have ended.\n" });
    expect(await opens("ann", "a new password")).toBe(true);
    const short = await site.trovatoWith({ input: "short\n" }, "user", "password", "ann");
    expect(short).toMatchObject({
      code: 1,
      err: expect.stringContaining("The password has fewer than 10 characters."),
    });
    expect(await opens("ann", "a new password")).toBe(true);
  }, 120_000);

  test("are blocked and let in again; the last that may do everything only by force", async () => {
    expect((await user("block", "ann")).out).toBe("Blocked Ann; its sessions have ended.\n");
    const link = await user("login-link", "ann");
    expect(link).toMatchObject({ code: 1, err: expect.stringContaining("Ann is blocked") });
    expect((await user("unblock", "ann")).out).toBe("Ann can sign in again.\n");
    expect(tokenIn((await user("login-link", "ann")).out)).toBeDefined();
    const last = await user("block", "boss");
    expect(last.code).toBe(1);
    expect(last.err).toContain("boss is the last account that may do everything.");
    expect(last.err).toContain("--force");
    expect((await user("block", "boss", "--force")).code).toBe(0);
    expect((await user("unblock", "boss")).code).toBe(0);
    expect((await user("role", "boss", "--no-admin")).code).toBe(1);
  }, 180_000);
});

describe("the first start", () => {
  const linkOf = (output: string) =>
    output.match(/^Sign in as admin, once, within 24 hours: http:\/\/\S+\/user\/login-link\/([\w-]{43})$/m)?.[1];
  let first: TestSite;
  beforeAll(async () => {
    first = await createTestSite();
    rmSync(join(first.directory, "packs/films/imports"), { recursive: true });
  }, 60_000);
  afterAll(() => first?.remove());

  test("makes the account admin and shows a link, again as long as it was never used; keys stay", async () => {
    const pool = await openPool(first.databaseUrl);
    const key = () => readFileSync(join(first.directory, ".trovato/session-keys"), "utf8");
    let output = "";
    const start = async () => {
      const running = await first.serve("start");
      output = running.output();
      await running.stop();
      return linkOf(output);
    };
    const one = await start();
    expect(output).toContain("The packs ask for:");
    expect(one).toBeDefined();
    const made = key();
    expect(made.length).toBeGreaterThan(60);
    expect(statSync(join(first.directory, ".trovato/session-keys")).mode & 0o777).toBe(0o600);
    const two = await start();
    expect(two).not.toBe(one);
    expect(key()).toBe(made);
    expect(await consumeToken(pool.db, two!, "login")).toMatchObject({ name: "admin", isAdmin: true, status: 1 });
    await pool.db.run(sql.unsafe`update users set login = now()`);
    expect(await start()).toBeUndefined();
    await pool.close();
  }, 240_000);

  test("in production needs keys, and makes no account", async () => {
    const refused = await first.trovatoWith({ env: { TROVATO_ENV: "production", PORT: "0" } }, "start");
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("SESSION_KEYS is not set") });
  }, 60_000);
});
