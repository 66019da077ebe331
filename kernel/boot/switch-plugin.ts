import { sql } from "slonik";
import { recordAudit } from "../accounts/audit.ts";
import { Fault, Faults } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";
import { deleteGrants, forgetGrantBuild } from "../content/grant-builds.ts";
import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import { applier } from "./announce.ts";
import { asSystem } from "./as-system.ts";
import { buildGrants } from "./build-grants.ts";
import type { OpenedSite } from "./open-site.ts";
import { markDisabled, settlePlugins } from "./plugin-lifecycle.ts";
import { rebuildEverywhere } from "./rebuild-everywhere.ts";

type System = { readonly name: string; readonly status: number; readonly spec: PluginSpec };

/**
 * Enables a plugin that was disabled: its part in taps, its pages. It stays disabled when it objects.
 * @throws Fault `plugin.missing`; Faults what it answered
 */
export async function enablePlugin(opened: OpenedSite, name: string): Promise<void> {
  const found = await findPlugin(opened, name);
  if (found.status === 1) return;
  await setStatus(opened, name, 1);
  const faults = await settlePlugins(opened.kernel);
  if (faults.length > 0) {
    await setStatus(opened, name, 0);
    throw new Faults(faults);
  }
  await buildGrants(opened.kernel);
  await record(opened, "plugin.enabled", name);
}

/**
 * Disables a plugin, or uninstalls it: then it forgets its variables, and is installed anew when it is enabled again.
 * The rows of its tables stay.
 * @throws Fault `plugin.missing`, `plugin.missing_dependency` when another one needs it, and what it answered
 */
export async function disablePlugin(opened: OpenedSite, name: string, isUninstall: boolean): Promise<void> {
  const found = await findPlugin(opened, name);
  await requireUnneeded(opened, name);
  if (found.status !== 1) {
    if (!isUninstall) return;
    // Only an enabled plugin can be told.
    await enablePlugin(opened, name);
  }
  await asSystem(opened, (state) => inTransaction(state, (inside) => takeDown(inside, name, isUninstall)));
  await rebuildEverywhere(opened.kernel);
  await record(opened, isUninstall ? "plugin.uninstalled" : "plugin.disabled", name);
}

async function takeDown(state: RequestState, plugin: string, isUninstall: boolean): Promise<void> {
  await state.db.run(sql.unsafe`update system set status = 0 where name = ${plugin}`);
  await state.taps.one(state, plugin, "tap_disable", []);
  await forgetGrantBuild(state.db, plugin);
  if (!isUninstall) return markDisabled(state.db, plugin);
  await state.taps.one(state, plugin, "tap_uninstall", []);
  await deleteGrants(state.db, plugin);
  await state.db.run(sql.unsafe`delete from plugin_variable where plugin = ${plugin}`);
  await state.db.run(sql.unsafe`delete from plugin_lifecycle where plugin = ${plugin}`);
}

async function findPlugin({ db }: OpenedSite, name: string): Promise<System> {
  const plugins = await db.many<System>(sql.unsafe`select name, status, spec from system`);
  const found = plugins.find((plugin) => plugin.name === name);
  if (found !== undefined) return found;
  const near = didYouMean(
    name,
    plugins.map((plugin) => plugin.name),
  );
  throw new Fault("plugin.missing", `No pack of this site brings a plugin ${name}.${near}`);
}

async function requireUnneeded({ db }: OpenedSite, name: string): Promise<void> {
  const plugins = await db.many<System>(sql.unsafe`select name, status, spec from system where status = 1`);
  const needing = plugins.find(({ spec }) => (spec.dependencies ?? []).includes(name));
  if (needing === undefined) return;
  throw new Fault("plugin.missing_dependency", `Plugin '${needing.name}' requires '${name}', and is enabled.`, {
    hint: `Disable ${needing.name} first.`,
  });
}

async function setStatus(opened: OpenedSite, name: string, status: 0 | 1): Promise<void> {
  await opened.db.run(sql.unsafe`update system set status = ${status} where name = ${name}`);
  await rebuildEverywhere(opened.kernel);
}

async function record({ db }: OpenedSite, action: string, name: string): Promise<void> {
  await recordAudit(db, { actor: applier(), action, subject: `plugin.${name}` });
}
