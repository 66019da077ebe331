import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Configuration } from "../../kernel/boot/configuration.ts";
import { reconcileAtBoot } from "../../kernel/boot/reconcile-at-boot.ts";
import { readHistory } from "../../kernel/reconcile/history/read-history.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { recordingLog } from "../support/recording-log.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

let warned = recordingLog();
const NOT_APPLIED = "The packs of this node were never applied; it serves those that were.";

const role = (label: string): Declared => ({ "role.critic": { label } });

/** Starts a node; `reconcile` is what `config/site.yaml` says. */
async function start(declared: Declared, isProduction: boolean, reconcile?: "apply" | "verify"): Promise<number> {
  const site = { reconcile } as Configuration["site"];
  const environment = { isProduction } as Configuration["environment"];
  const files = { templates: [], assets: [], bundles: [] };
  const configuration = { desired: desiredOf(declared), files, environment, site } as unknown as Configuration;
  warned = recordingLog();
  await reconcileAtBoot(database, configuration, warned.log, { plan: () => {} });
  return (await readHistory(database.db, 1))[0]?.generation ?? 0;
}

test("in production a node applies nothing when it starts; with packs that were never applied it serves those that were", async () => {
  await expect(start(role("Critic"), true)).rejects.toMatchObject({ code: "reconcile.mismatch" });
  expect(await readHistory(database.db, 1)).toEqual([]);
  expect(await start(role("Critic"), true, "apply")).toBe(1);
  expect(await start(role("Critic"), true)).toBe(1);
  expect(warned.lines).toEqual([]);
  expect(await start(role("Reviewer"), true)).toBe(1);
  expect(warned.lines.map(({ message }) => message)).toEqual([NOT_APPLIED]);
});

test("in development it applies what is pending; with `verify` it does not there either", async () => {
  expect(await start(role("Reviewer"), false)).toBe(2);
  expect(await start(role("Reviewer"), false)).toBe(2);
  expect(await start(role("Judge"), false, "verify")).toBe(2);
  expect(warned.lines.map(({ message }) => message)).toEqual([NOT_APPLIED]);
});

test("a node of an older release may start again while others have gone on", async () => {
  expect(await start(role("Critic"), true)).toBe(2);
  expect((await readHistory(database.db, 5)).map(({ generation }) => generation)).toEqual([2, 1]);
});
