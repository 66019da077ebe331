import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { blockAccount, setPassword } from "../../kernel/accounts/account-changes.ts";
import { accountSettings } from "../../kernel/accounts/account-settings.ts";
import { listAudit } from "../../kernel/accounts/audit.ts";
import { createLockout } from "../../kernel/accounts/lockout.ts";
import { createPasswords } from "../../kernel/accounts/passwords.ts";
import type { SignInResult } from "../../kernel/accounts/sign-in.ts";
import { signIn, signInByLink } from "../../kernel/accounts/sign-in.ts";
import { findAccount, findCredentials } from "../../kernel/accounts/user-store.ts";
import type { Limit } from "../../kernel/kinds/limit/limit-spec.ts";
import type { AccountSite } from "../support/account-site.ts";
import { openAccountSite, PASSWORD } from "../support/account-site.ts";

const HOME = "203.0.113.7";
const limit: Limit = {
  name: "login",
  label: "Failed sign-ins",
  match: { path: "/user/login", method: "POST" },
  key: "ip",
  counts: "failures",
  points: 8,
  per: "15 minutes",
};

let world: AccountSite;
const attempt = (name: string, password: string, ip = HOME): Promise<SignInResult> =>
  signIn(world.state(), world.services, { name, password, ip });
const fail = async (name: string, times: number, ip = HOME) => {
  const kinds: string[] = [];
  for (let index = 0; index < times; index++) kinds.push((await attempt(name, "wrong password", ip)).kind);
  return kinds;
};
const refused = (times: number) => Array<string>(times).fill("refused");
const actions = async () =>
  (await listAudit(world.db, { action: "account", page: 1, perPage: 100 })).rows
    .map(({ action, subject, detail }) => [action, subject, detail] as const)
    .filter(([action]) => action !== "account.created");

beforeAll(async () => {
  world = await openAccountSite();
});
beforeEach(async () => {
  world = await world.emptied();
});
afterAll(() => world.close());

describe("a sign-in", () => {
  test("works by name and by mail address, and says when", async () => {
    const ann = await world.account("Ann");
    for (const name of ["ann", " ANN ", "ann@EXAMPLE.org"]) {
      expect(await attempt(name, PASSWORD)).toMatchObject({ kind: "signed-in", account: { id: ann.id } });
    }
    const { login, access } = (await findAccount(world.db, ann.id))!;
    expect(Math.abs(Date.now() - login!)).toBeLessThan(60_000);
    expect(access).toBe(login);
    expect((await actions())[0]).toEqual([
      "account.signed_in",
      `user.${ann.id}`,
      { name: "Ann", by: ann.id, ip: HOME, with: "password" },
    ]);
  });

  test("is refused for a wrong password, an unknown name, a blocked account, and one without a password", async () => {
    await world.account("ann");
    await world.account("link", { password: undefined });
    await blockAccount(world.state(), world.services, (await world.account("blocked")).id);
    const results = [
      await attempt("ann", "wrong password"),
      await attempt("nobody", PASSWORD),
      await attempt("blocked", PASSWORD),
      await attempt("link", PASSWORD),
      await attempt("link", ""),
      await attempt("a\u0000b", "x".repeat(100_000)),
    ];
    expect(results).toEqual(results.map(() => ({ kind: "refused" })));
  });

  test("that fails leaves no trace of what was typed for an unknown name", async () => {
    await attempt("correct horse battery", "x");
    expect(await actions()).toEqual([["account.sign_in_failed", "user.unknown", { ip: HOME }]]);
    const rows = await world.db.many(sql.unsafe`select key from state_entry`);
    expect(JSON.stringify(rows)).not.toContain("correct");
  });

  test("hashes the password anew when the parameters have changed, once", async () => {
    const ann = await world.account("ann");
    const settings = accountSettings({ password: { memory_mib: 9, passes: 1 } });
    const services = { ...world.services, settings, passwords: createPasswords(settings.password) };
    const enter = () => signIn(world.state(), services, { name: "ann", password: PASSWORD, ip: HOME });
    expect((await enter()).kind).toBe("signed-in");
    const { hash } = (await findCredentials(world.db, "ann"))!;
    expect(hash).toContain("m=9216,p=1,t=1");
    expect(await enter()).toMatchObject({ kind: "signed-in", account: { id: ann.id } });
    expect((await findCredentials(world.db, "ann"))!.hash).toBe(hash);
  });

  test("whose password is changed while it is checked is refused", async () => {
    const { id } = await world.account("ann");
    const services = {
      ...world.services,
      passwords: {
        ...world.services.passwords,
        verify: async (hash: string | null, password: string) => {
          await setPassword(world.state(), world.services, id, "another password");
          return world.services.passwords.verify(hash, password);
        },
      },
    };
    expect(await signIn(world.state(), services, { name: "ann", password: PASSWORD, ip: HOME })).toEqual({
      kind: "refused",
    });
  });
});

describe("the lockout", () => {
  test.each(["ann", "nobody"])(
    "locks after five failures, whether there is such an account or not: %s",
    async (name) => {
      await world.account("ann");
      expect(await fail(name, 5)).toEqual(refused(5));
      const locked = await attempt(name, PASSWORD);
      expect(locked.kind).toBe("locked");
      const left = (locked as { until: number }).until - Date.now();
      expect(left).toBeGreaterThan(14 * 60_000);
      expect(left).toBeLessThanOrEqual(15 * 60_000 + 1_000);
      expect((await attempt(name.toUpperCase(), PASSWORD)).kind).toBe("locked");
      const kinds = (await actions()).map(([action]) => action);
      expect(kinds.filter((action) => action === "account.locked")).toHaveLength(1);
      expect(kinds.filter((action) => action === "account.sign_in_failed")).toHaveLength(5);
    },
  );

  test("ends when its time is over", async () => {
    await world.account("ann");
    await fail("ann", 5);
    await world.db.run(sql.unsafe`update state_entry set expires_at = now() where key like 'counter:lockout:locked:%'`);
    expect((await attempt("ann", PASSWORD)).kind).toBe("signed-in");
  });

  test("begins its count again with a success", async () => {
    await world.account("ann");
    expect(await fail("ann", 4)).toEqual(refused(4));
    expect((await attempt("ann", PASSWORD)).kind).toBe("signed-in");
    expect(await fail("ann", 4)).toEqual(refused(4));
    expect((await attempt("ann@example.org", PASSWORD)).kind).toBe("signed-in");
    expect(await fail("ann", 4)).toEqual(refused(4));
  });

  test("lets through no more of many at once than of many in turn", async () => {
    await world.account("ann");
    const results = await Promise.all(Array.from({ length: 30 }, () => attempt("ann", "wrong password")));
    expect(results.filter(({ kind }) => kind === "refused").length).toBeLessThanOrEqual(5);
  });

  test("holds for the account, wherever somebody signs in from and whatever of it they type", async () => {
    await world.account("ann");
    for (let network = 0; network < 5; network++) await fail("ann", 1, `198.51.100.${network}`);
    expect((await attempt("ann", PASSWORD)).kind).toBe("locked");
    expect((await attempt("ANN@example.org", PASSWORD, "198.51.100.77")).kind).toBe("locked");
  });

  test("leaves open where its owner signed in lately, until failures come from there too", async () => {
    await world.account("ann");
    await attempt("ann", PASSWORD);
    await fail("ann", 5, "198.51.100.1");
    expect((await attempt("ann", PASSWORD, "198.51.100.2")).kind).toBe("locked");
    expect((await attempt("ann", PASSWORD)).kind).toBe("signed-in");
    await fail("ann", 5);
    expect((await attempt("ann", PASSWORD)).kind).toBe("locked");
  });

  test("is not passed by letters that a locale folds in its own way", async () => {
    await world.account("admin");
    await fail("admin", 5);
    expect((await attempt("admİn", PASSWORD)).kind).not.toBe("signed-in");
    expect((await attempt("ADMIN", PASSWORD)).kind).toBe("locked");
  });
});

describe("the lockout of a site that locks by network", () => {
  let world: AccountSite;
  beforeAll(async () => {
    world = await openAccountSite({ lock: "network" });
  });
  afterAll(() => world.close());
  const attempt = (name: string, password: string, ip = HOME) =>
    signIn(world.state(), world.services, { name, password, ip });
  const fail = async (name: string, times: number, ip: string) => {
    for (let index = 0; index < times; index++) await attempt(name, "wrong", ip);
  };

  test("on one network leaves the others open", async () => {
    await world.account("eve");
    await fail("eve", 6, "198.51.100.1");
    expect((await attempt("eve", PASSWORD)).kind).toBe("signed-in");
    expect((await attempt("eve", PASSWORD, "198.51.100.1")).kind).toBe("locked");
  });

  test("of a name that many networks attack leaves open where its owner signed in lately, and only that", async () => {
    await world.account("ann");
    await attempt("ann", PASSWORD);
    for (let network = 0; network < 10; network++) await fail("ann", 5, `198.51.100.${network}`);
    expect((await attempt("ann", PASSWORD, "198.51.100.99")).kind).toBe("locked");
    expect((await attempt("ann", PASSWORD)).kind).toBe("signed-in");
  });
});

describe("the lockout, once more", () => {
  test("is forgotten for who uses a link from mail", async () => {
    const ann = await world.account("ann");
    await fail("ann", 5);
    expect((await signInByLink(world.state(), world.services, ann, HOME))?.account).toEqual(ann);
    expect((await attempt("ann", PASSWORD)).kind).toBe("signed-in");
  });

  test("withdrawn attempts count for nothing", async () => {
    const { counters } = world.port;
    const lockout = createLockout({ counters, settings: accountSettings().lockout, clock: Date });
    for (let index = 0; index < 20; index++) {
      const begun = await lockout.attempt("ann", HOME);
      if ("until" in begun) throw new Error("locked");
      await begun.withdraw();
    }
  });
});

describe("the limit on failures", () => {
  let limited: AccountSite;
  beforeAll(async () => {
    limited = await openAccountSite({}, [limit]);
  });
  beforeEach(async () => {
    limited = await limited.emptied();
    await limited.account("ann");
  });
  afterAll(() => limited.close());
  const enter = (name: string, password: string, ip = HOME) =>
    signIn(limited.state(), limited.services, { name, password, ip });

  test("counts failures of a network, whatever the names, and says when to come back", async () => {
    for (let index = 0; index < 8; index++) expect((await enter(`name${index}`, "wrong")).kind).toBe("refused");
    const result = await enter("ann", PASSWORD);
    expect(result.kind).toBe("limited");
    expect((result as { wait: number }).wait).toBeGreaterThan(14 * 60_000);
    expect((await enter("ann", PASSWORD, "198.51.100.1")).kind).toBe("signed-in");
  });

  test("does not count what succeeds, nor counts it against the lock on the name", async () => {
    for (let index = 0; index < 20; index++) expect((await enter("ann", PASSWORD)).kind).toBe("signed-in");
    for (let index = 0; index < 8; index++) await enter(`name${index}`, "wrong");
    for (let index = 0; index < 6; index++) expect((await enter("ann", PASSWORD)).kind).toBe("limited");
    expect((await enter("ann", PASSWORD, "198.51.100.1")).kind).toBe("signed-in");
  });

  test("comes after the lock", async () => {
    for (let index = 0; index < 9; index++) await enter("ann", "wrong");
    expect((await enter("ann", PASSWORD)).kind).toBe("locked");
  });
});
