import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { accountSettings } from "../../kernel/accounts/account-settings.ts";
import { createPasswords } from "../../kernel/accounts/passwords.ts";
import { signIn } from "../../kernel/accounts/sign-in.ts";
import type { AccountSite } from "../support/account-site.ts";
import { openAccountSite } from "../support/account-site.ts";

const cheap = createPasswords({ memoryMib: 8, passes: 1, parallelism: 1 });

describe("a password", () => {
  test("is hashed with a salt of its own and compared with what was hashed", async () => {
    const [one, other] = [await cheap.hash("correct horse"), await cheap.hash("correct horse")];
    expect(one).not.toBe(other);
    expect(await cheap.verify(one, "correct horse")).toBe(true);
    expect(await cheap.verify(one, "Correct horse")).toBe(false);
    expect(await cheap.verify(null, "correct horse")).toBe(false);
    expect(await cheap.verify("not a hash", "correct horse")).toBe(false);
  });

  test("is the same however its accents are composed", async () => {
    expect(await cheap.verify(await cheap.hash("Zoë's password"), "Zoe\u0308's password")).toBe(true);
  });

  test("that is too long is refused after no more work than any other", async () => {
    const hash = await cheap.hash("x".repeat(128));
    const began = performance.now();
    expect(await cheap.verify(hash, "x".repeat(10_000_000))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test("is hashed anew when the parameters are others, up or down", async () => {
    const hash = await cheap.hash("correct horse");
    expect(cheap.needsRehash(hash)).toBe(false);
    const others = [{ memoryMib: 9 }, { passes: 2 }, { parallelism: 2 }];
    for (const change of others) {
      const passwords = createPasswords({ memoryMib: 8, passes: 1, parallelism: 1, ...change });
      expect(passwords.needsRehash(hash)).toBe(true);
    }
    expect(cheap.needsRehash("$2b$10$bcrypt")).toBe(true);
  });

  test("is checked a few at a time, and more than a hundred that wait are told to come back", async () => {
    const work = Array.from({ length: 150 }, () => cheap.verify(null, "x"));
    const results = await Promise.allSettled(work);
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused).toHaveLength(150 - 2 - 100);
    expect(refused[0]).toMatchObject({ reason: { code: "account.busy", status: 503 } });
    expect(await cheap.verify(null, "x")).toBe(false);
  });

  test("has the parameters that OWASP recommends unless the site says otherwise", () => {
    expect(accountSettings().password).toEqual({ memoryMib: 19, passes: 2, parallelism: 1, minLength: 10 });
    expect(accountSettings({ session: { idle: "2 hours" } }).session.idleMs).toBe(7_200_000);
  });
});

describe("the time that a refusal takes", () => {
  let world: AccountSite;
  beforeAll(async () => {
    world = await openAccountSite({ password: {}, lockout: { attempts: 100 } });
    await world.account("known");
    await world.account("without", { password: undefined });
    await world.account("blocked", { status: 0 });
  });
  afterAll(() => world.close());

  /** Takes turns, so that whatever else the machine does falls on all of them. */
  const medians = async (names: readonly string[], rounds: number) => {
    const times = new Map<string, number[]>(names.map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const name of names) {
        const began = performance.now();
        await signIn(world.state(), world.services, { name, password: "wrong password", ip: `198.51.100.${round}` });
        times.get(name)!.push(performance.now() - began);
      }
    }
    return names.map((name) => times.get(name)!.sort((a, b) => a - b)[Math.floor(rounds / 2)]!);
  };

  test("says nothing about who has an account", async () => {
    const names = ["known", "unknown", "without", "blocked"];
    await medians(names, 2);
    let least = Number.POSITIVE_INFINITY;
    // A difference that is there is there each time; what the machine does besides is not.
    for (let series = 0; series < 3 && least > 0.1; series++) {
      const [known, ...others] = await medians(names, 7);
      least = Math.min(least, Math.max(...others.map((other) => Math.abs(other / known! - 1))));
    }
    expect(least).toBeLessThan(0.2);
  }, 240_000);
});
