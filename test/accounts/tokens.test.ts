import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { blockAccount, updateAccount } from "../../kernel/accounts/account-changes.ts";
import { problemsOf } from "../../kernel/accounts/account-problems.ts";
import { listAudit, recordAudit, sweepAudit } from "../../kernel/accounts/audit.ts";
import { consumeToken, createToken, readToken, sweepTokens } from "../../kernel/accounts/one-time-tokens.ts";
import { requestPasswordReset, resetPassword } from "../../kernel/accounts/password-reset.ts";
import { signIn } from "../../kernel/accounts/sign-in.ts";
import type { Mail } from "../../kernel/mail/mailer.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";
import { wrong } from "../../kernel/words/problem.ts";
import type { AccountSite } from "../support/account-site.ts";
import { openAccountSite, PASSWORD } from "../support/account-site.ts";

const HOUR = 3_600_000;
const ip = "203.0.113.7";
let world: AccountSite;
beforeAll(async () => {
  world = await openAccountSite();
});
beforeEach(async () => {
  world = await world.emptied();
});
afterAll(() => world.close());

describe("a one-time token", () => {
  test("is used once: of many at the same moment by one", async () => {
    const { db } = world;
    const ann = await world.account("ann");
    const token = await createToken(db, ann.id, "login", HOUR);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await readToken(db, token, "login")).toEqual(ann);
    expect(await readToken(db, token, "login")).toEqual(ann);
    const uses = await Promise.all(Array.from({ length: 10 }, () => consumeToken(db, token, "login")));
    expect(uses.filter((account) => account !== null)).toEqual([ann]);
    expect(await readToken(db, token, "login")).toBeNull();
  });

  test("is for its purpose, its time and an active account only", async () => {
    const { db } = world;
    const ann = await world.account("ann");
    const token = await createToken(db, ann.id, "login", HOUR);
    expect(await consumeToken(db, token, "password")).toBeNull();
    const over = await createToken(db, ann.id, "login", -1);
    expect(await consumeToken(db, over, "login")).toBeNull();
    for (const strange of ["", "x", `${token}x`, token.toLowerCase(), "\u0000".repeat(43)]) {
      expect(await consumeToken(db, strange, "login")).toBeNull();
    }
    await db.run(sql.unsafe`update users set status = 0`);
    expect(await readToken(db, token, "login")).toBeNull();
    expect(await consumeToken(db, token, "login")).toBeNull();
  });

  test("is not in the database, nor anything it can be made from", async () => {
    const ann = await world.account("ann");
    const token = await createToken(world.db, ann.id, "login", HOUR);
    const [row] = await world.db.many<{ hash: Buffer }>(sql.unsafe`select token_hash as hash from one_time_token`);
    expect(row!.hash.length).toBe(32);
    expect(row!.hash.equals(Buffer.from(token, "base64url"))).toBe(false);
  });

  test("is one of five at most, and the latest are those that work", async () => {
    const ann = await world.account("ann");
    const tokens: string[] = [];
    for (let index = 0; index < 7; index++) tokens.push(await createToken(world.db, ann.id, "password", HOUR));
    const alive = await Promise.all(tokens.map((token) => readToken(world.db, token, "password")));
    expect(alive.map((account) => account !== null)).toEqual([false, false, true, true, true, true, true]);
  });

  test("is of no use once the account is blocked or has another address", async () => {
    const ann = await world.account("ann");
    const token = await createToken(world.db, ann.id, "password", HOUR);
    await updateAccount(world.state(), world.services, ann.id, { mail: "new@example.org" });
    expect(await readToken(world.db, token, "password")).toBeNull();
    const second = await createToken(world.db, ann.id, "password", HOUR);
    await blockAccount(world.state(), world.services, ann.id);
    expect(await readToken(world.db, second, "password")).toBeNull();
  });

  test("is swept away when its time is over", async () => {
    const ann = await world.account("ann");
    await createToken(world.db, ann.id, "login", -1);
    await createToken(world.db, ann.id, "login", HOUR);
    expect(await sweepTokens(world.db)).toBe(1);
  });
});

describe("the reset of a password", () => {
  const ask = async (mail: string): Promise<readonly Mail[]> => {
    const sent: Mail[] = [];
    const mailer = { send: async (one: Mail) => void sent.push(one), close: () => {} };
    const linkOf = (token: string) => `https://films.example/user/password-reset/${token}`;
    await requestPasswordReset(world.db, mailer, { mail, ip, site: { name: "Filmhouse", words: ENGLISH }, linkOf });
    return sent;
  };
  const tokenIn = ([mail]: readonly Mail[]) => mail!.text.match(/password-reset\/([\w-]{43})\n/)![1]!;

  test("sends a link that gives a new password once, and ends the sessions and the lock", async () => {
    const ann = await world.account("ann");
    await world.port.sessions.create("one", { user: ann.id, data: {} }, HOUR);
    for (let index = 0; index < 5; index++) {
      await signIn(world.state(), world.services, { name: "ann", password: "wrong", ip });
    }
    const sent = await ask("ANN@example.org");
    expect(sent).toMatchObject([{ to: "ann@example.org", subject: "A new password for Filmhouse" }]);
    const token = tokenIn(sent);
    const reset = (password: string) => resetPassword(world.state(), world.services, { token, password, ip });
    const refused = await reset("short").catch((error: unknown) => problemsOf(error));
    expect(refused).toEqual([{ element: "password", problem: wrong("fewer_characters", { least: 10 }) }]);
    expect(await reset("another password")).toMatchObject({ id: ann.id });
    expect(await reset("a third password")).toBeNull();
    expect(await world.port.sessions.ofUser(ann.id)).toEqual([]);
    const enter = (password: string) => signIn(world.state(), world.services, { name: "ann", password, ip });
    expect((await enter(PASSWORD)).kind).toBe("refused");
    expect((await enter("another password")).kind).toBe("signed-in");
    const { rows } = await listAudit(world.db, { action: "account.reset_requested", page: 1, perPage: 10 });
    expect(rows).toMatchObject([{ subject: `user.${ann.id}`, actor: "anonymous", detail: { ip } }]);
  });

  test("fills nobody's mailbox: five links that work are enough, and mail that was not sent is none", async () => {
    const ann = await world.account("ann");
    const broken = { send: () => Promise.reject(new Error("no server")), close: () => {} };
    const request = {
      mail: ann.mail,
      ip,
      site: { name: "Filmhouse", words: ENGLISH },
      linkOf: (token: string) => token,
    };
    for (let times = 0; times < 6; times++) {
      await expect(requestPasswordReset(world.db, broken, request)).rejects.toThrow("no server");
    }
    const sent: Mail[] = [];
    for (let times = 0; times < 8; times++) sent.push(...(await ask(ann.mail)));
    expect(sent.length).toBe(5);
    const token = tokenIn([sent[0]!]);
    await resetPassword(world.state(), world.services, { token, password: "another password", ip });
    expect((await ask(ann.mail)).length).toBe(1);
  });

  test("sends nothing to who has no account, or a blocked one", async () => {
    const { id } = await world.account("ann");
    await blockAccount(world.state(), world.services, id);
    expect(await ask("ann@example.org")).toEqual([]);
    expect(await ask("nobody@example.org")).toEqual([]);
    expect(await ask("")).toEqual([]);
  });
});

describe("the audit", () => {
  test("is read by action, actor and subject, a page at a time", async () => {
    const { db } = world;
    for (let index = 0; index < 5; index++) {
      await recordAudit(db, { actor: "ann", action: "role.changed", subject: `role.r${index}`, at: 1_000 + index });
    }
    await recordAudit(db, { actor: "bob", action: "roles", subject: "role.r0", detail: { some: "thing" } });
    const list = async (filter: object) => {
      const { rows, total } = await listAudit(db, { page: 1, perPage: 3, ...filter });
      return [total, rows.map(({ subject }) => subject)];
    };
    expect(await list({ action: "role" })).toEqual([5, ["role.r4", "role.r3", "role.r2"]]);
    expect(await list({ action: "role", page: 2 })).toEqual([5, ["role.r1", "role.r0"]]);
    expect(await list({ actor: "bob" })).toEqual([1, ["role.r0"]]);
    expect(await list({ subject: "role.r0" })).toEqual([2, ["role.r0", "role.r0"]]);
    expect(await list({ action: "%" })).toEqual([0, []]);
  });

  test("forgets old failures first, then what accounts did, and nothing of applies and imports", async () => {
    const { db } = world;
    const day = 86_400_000;
    const record = (action: string, days: number) =>
      recordAudit(db, { actor: "x", action, subject: `${action} ${days}`, at: Date.now() - days * day });
    for (const days of [10, 100, 800]) {
      for (const action of ["account.sign_in_failed", "account.signed_in", "apply", "import.completed"]) {
        await record(action, days);
      }
    }
    expect(await sweepAudit(db)).toBe(3);
    const { rows } = await listAudit(db, { page: 1, perPage: 20, action: "account" });
    expect(rows.map(({ subject }) => subject).sort()).toEqual([
      "account.sign_in_failed 10",
      "account.signed_in 10",
      "account.signed_in 100",
    ]);
    expect((await listAudit(db, { page: 1, perPage: 20 })).total).toBe(9);
  });
});
