import { availableParallelism } from "node:os";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import argon2 from "argon2";
import { sql } from "slonik";
import { createAccount } from "../kernel/accounts/account-changes.ts";
import { accountSettings } from "../kernel/accounts/account-settings.ts";
import type { Passwords } from "../kernel/accounts/passwords.ts";
import { createPasswords } from "../kernel/accounts/passwords.ts";
import { hasPermission } from "../kernel/accounts/permissions.ts";
import { signIn } from "../kernel/accounts/sign-in.ts";
import { findSigner } from "../kernel/accounts/user-store.ts";
import { openAccounts } from "../kernel/boot/open-accounts.ts";
import type { Db } from "../kernel/model/db.ts";
import { SILENT } from "../kernel/model/log.ts";
import type { Site } from "../kernel/model/site.ts";
import { createProfile, profiledDb } from "../kernel/observe/profile.ts";
import { openPostgresState } from "../kernel/state/postgres/open.ts";
import { roleOf, stateOf } from "../test/support/content-site.ts";
import { openTestDatabase } from "../test/support/database.ts";

const PASSWORD = "correct horse battery";
const AT_ONCE = 50;
/**
 * A hundred waits of a request for a timer or a file are worth more than one sign-in: no such wait may be longer than
 * this.
 */
const MOST_DELAY_MS = 50;

/**
 * Sign-ins: 50 passwords checked at once, through the turns that the kernel takes and by Argon2 alone (the floor), with
 * the delay of the event loop and that of a file, which needs the same threads; whole sign-ins on Postgres; and checks
 * of permissions against a lookup in a `Set`. Fails where the delay is too long, or a check asks the database.
 */
export async function run(): Promise<void> {
  console.log(`${availableParallelism()} processors.\n`);
  await benchVerifications();
  await benchSignIns();
}

async function benchVerifications(): Promise<void> {
  const settings = accountSettings().password;
  const passwords = createPasswords(settings);
  const hash = await passwords.hash(PASSWORD);
  const inTurns = await measure(() => passwords.verify(hash, PASSWORD));
  const alone = await measure(() => argon2.verify(hash, PASSWORD));
  console.log(
    `${AT_ONCE} checks of a password at once (Argon2id, ${settings.memoryMib} MiB, ${settings.passes} passes):\n`,
  );
  console.log("| | a second | event loop p99 ms | event loop most ms | a small file most ms |\n|---|---|---|---|---|");
  for (const [name, measured] of [
    ["in turns", inTurns],
    ["argon2.verify alone (floor)", alone],
  ] as const) {
    const { perSecond, p99, most, file } = measured;
    console.log(`| ${name} | ${perSecond.toFixed(0)} | ${p99.toFixed(1)} | ${most.toFixed(1)} | ${file.toFixed(1)} |`);
  }
  if (inTurns.p99 > MOST_DELAY_MS) throw new Error(`The event loop was held up for ${inTurns.p99.toFixed(1)} ms.`);
}

type Measured = { readonly perSecond: number; readonly p99: number; readonly most: number; readonly file: number };

async function measure(work: () => Promise<unknown>): Promise<Measured> {
  const { stat } = await import("node:fs/promises");
  const delays = monitorEventLoopDelay({ resolution: 1 });
  let isOver = false;
  let file = 0;
  const files = (async () => {
    while (!isOver) {
      const began = performance.now();
      await stat(import.meta.filename);
      file = Math.max(file, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  delays.enable();
  const began = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const took = performance.now() - began;
  delays.disable();
  isOver = true;
  await files;
  const inMs = (nanoseconds: number) => nanoseconds / 1e6;
  return { perSecond: (AT_ONCE / took) * 1_000, p99: inMs(delays.percentile(99)), most: inMs(delays.max), file };
}

async function benchSignIns(): Promise<void> {
  const { db, close } = await openTestDatabase();
  try {
    const names = ["anonymous", "authenticated", "editor"];
    for (const [weight, name] of names.entries()) {
      await db.run(sql.unsafe`
        insert into role (id, name, label, weight) values (gen_random_uuid(), ${name}, ${name}, ${weight})`);
    }
    const permissions = Array.from({ length: 40 }, (_, index) => `edit any type${index} content`);
    const roles = new Map(
      names.map((name) => [name, roleOf(name, name === "editor" ? permissions : ["access content"])]),
    );
    const site = { roles, limits: [] } as Partial<Site> as Site;
    await timeSignIns(db, site);
    await timeChecks(db, site, permissions);
  } finally {
    await close();
  }
}

async function timeSignIns(db: Db, site: Site): Promise<void> {
  const settings = accountSettings();
  const services = openAccounts(openPostgresState({ db, listen: async () => {}, log: SILENT }), settings, SILENT);
  const state = stateOf(db, site);
  for (let index = 0; index < AT_ONCE; index++) {
    const draft = { name: `user${index}`, mail: `user${index}@example.org`, password: PASSWORD, roles: ["editor"] };
    await createAccount(state, services, draft);
  }
  let next = 0;
  const enter = async () => {
    const result = await signIn(state, services, {
      name: `user${next++ % AT_ONCE}`,
      password: PASSWORD,
      ip: "203.0.113.7",
    });
    if (result.kind !== "signed-in") throw new Error(result.kind);
  };
  const whole = await measure(enter);
  const hash = await services.passwords.hash(PASSWORD);
  const floor = await measure(() => turns(services.passwords, hash));
  console.log(
    `\n${AT_ONCE} sign-ins at once: ${whole.perSecond.toFixed(0)} a second; only their passwords: ${floor.perSecond.toFixed(0)}.`,
  );
  console.log(`Event loop p99 ${whole.p99.toFixed(1)} ms, most ${whole.most.toFixed(1)} ms.`);
  if (whole.p99 > MOST_DELAY_MS) throw new Error(`The event loop was held up for ${whole.p99.toFixed(1)} ms.`);
}

const turns = (passwords: Passwords, hash: string) => passwords.verify(hash, PASSWORD);

/** A user of a session comes with roles; what they may do is then asked of the snapshot only. */
async function timeChecks(db: Db, site: Site, permissions: readonly string[]): Promise<void> {
  const profile = createProfile();
  const counted = profiledDb(db, profile);
  const [row] = await db.many<{ id: string }>(sql.unsafe`select id from users limit 1`);
  const user = (await findSigner(counted, row!.id))!;
  const before = profile.queries;
  const asked = [...permissions, "delete any type1 content"];
  const set = new Set(permissions);
  const rounds = 200_000;
  const time = (check: (permission: string) => boolean) => {
    let granted = 0;
    const began = performance.now();
    for (let round = 0; round < rounds; round++) if (check(asked[round % asked.length]!)) granted++;
    return { nanoseconds: ((performance.now() - began) / rounds) * 1e6, granted };
  };
  const checks = [
    (permission: string) => hasPermission(site, user, permission),
    (permission: string) => set.has(permission),
  ];
  for (const check of checks) time(check);
  const [permission, lookup] = checks.map(time);
  if (permission!.granted !== lookup!.granted) throw new Error("The two do not agree.");
  const queries = profile.queries - before;
  console.log(
    `\nA check of a permission: ${permission!.nanoseconds.toFixed(0)} ns; a lookup in a Set: ${lookup!.nanoseconds.toFixed(0)} ns; queries: ${queries} in ${rounds} checks, ${before} for the user.`,
  );
  if (queries !== 0) throw new Error("Checks asked the database.");
}
