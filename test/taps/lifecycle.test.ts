import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { openSite } from "../../kernel/boot/open-site.ts";
import { runCron } from "../../kernel/boot/run-cron.ts";
import { disablePlugin, enablePlugin } from "../../kernel/boot/switch-plugin.ts";
import { makePlan } from "../../kernel/reconcile/plan/make-plan.ts";
import type { PluginSite } from "../support/plugin-site.ts";
import { openPluginSite } from "../support/plugin-site.ts";
import { recordingLog } from "../support/recording-log.ts";

let site: PluginSite;
beforeAll(async () => {
  site = await openPluginSite(["steps", "stubborn"]);
}, 60_000);
afterAll(() => site?.close());

const steps = async () => {
  const rows = await site.opened.db.many<{ what: string }>(sql.unsafe`select what from plugin_steps_step order by id`);
  return rows.map(({ what }) => what);
};
const forget = () => site.opened.db.run(sql.unsafe`delete from plugin_steps_step`);
/** Starts the site again. */
const startAgain = async (version: string) => {
  const file = join(site.folder.site, "plugins/steps/steps.info.yaml");
  writeFileSync(file, readFileSync(file, "utf8").replace(/version: .*/, `version: ${version}`));
  const { log: ownLog, lines } = recordingLog();
  const opened = await openSite(site.folder, ownLog, { note: () => {}, plan: () => {} });
  await opened.stop();
  return lines.filter(({ level }) => level === "error").map(({ message }) => message);
};

describe("a plugin is told what happens to it", () => {
  test("when it is installed", async () => {
    expect(await steps()).toEqual(["install", "enable"]);
    await forget();
  });

  test("when it is upgraded, and not again", async () => {
    expect(await startAgain("1.1.0")).toEqual([]);
    expect(await startAgain("1.1.0")).toEqual([]);
    expect(await steps()).toEqual(["upgrade from 1.0.0"]);
    await forget();
  });

  test("a step that fails is said, undone, and tried again", async () => {
    expect(await startAgain("2.0.0")).toEqual([]);
    await forget();
    const objection = "Plugin 'steps' answered tap_upgrade with failed: 2.0.0 cannot be upgraded";
    expect(await startAgain("3.0.0")).toEqual([objection]);
    expect(await steps()).toEqual([]);
    expect(await startAgain("3.0.0")).toEqual([objection]);
    await site.opened.db.run(sql.unsafe`update plugin_lifecycle set version = '2.1.0' where plugin = 'steps'`);
    expect(await startAgain("3.0.0")).toEqual([]);
    expect(await steps()).toEqual(["upgrade from 2.1.0"]);
    await forget();
  });

  test("when it is disabled, enabled and uninstalled", async () => {
    await site.opened.kernel.snapshots.follow();
    await disablePlugin(site.opened, "steps", false);
    expect(site.opened.kernel.snapshots.current()!.site.plugins.has("steps")).toBe(false);
    expect(site.state().taps.exists("steps")).toBe(false);
    const { desired } = await site.opened.read();
    const plan = await makePlan(site.opened.db, desired);
    expect([plan.changes, plan.drift.map(({ address, isGone }) => [address, isGone])]).toEqual([
      [],
      [["plugin.steps", true]],
    ]);
    await enablePlugin(site.opened, "steps");
    expect(site.state().taps.exists("steps")).toBe(true);
    await disablePlugin(site.opened, "steps", true);
    expect(await steps()).toEqual(["disable", "enable", "disable", "uninstall"]);
    await forget();
    await enablePlugin(site.opened, "steps");
    expect(await steps()).toEqual(["install", "enable"]);
  });

  test("there are only those that packs bring", async () => {
    await expect(enablePlugin(site.opened, "stpes")).rejects.toThrow("brings a plugin stpes. Did you mean steps?");
  });
});

describe("cron", () => {
  test("lets every plugin do its part, whatever becomes of the others", async () => {
    expect(await runCron(site.opened)).toEqual({ called: 2, failed: 1 });
    expect(
      await site.opened.db.maybe(
        sql.unsafe`select value from plugin_variable where plugin = 'steps' and name = 'runs'`,
      ),
    ).toEqual({ value: "1" });
  });

  test("what it keeps is in the next snapshot", async () => {
    const { snapshots } = site.opened.kernel;
    for (let tries = 0; tries < 50 && !snapshots.current()!.site.variables.has("steps.runs"); tries++) await pause(20);
    expect(snapshots.current()!.site.variables.get("steps.runs")).toBe("1");
    expect(await runCron(site.opened)).toMatchObject({ called: 2 });
    expect(await site.opened.db.one(sql.unsafe`select value from plugin_variable where plugin = 'steps'`)).toEqual({
      value: "2",
    });
  });

  test("does not run twice at once", async () => {
    const lock = await site.opened.kernel.services.state.locks.acquire("cron", 10_000);
    expect(await runCron(site.opened)).toBeNull();
    await lock!.release();
    expect(await runCron(site.opened)).not.toBeNull();
  });
});
