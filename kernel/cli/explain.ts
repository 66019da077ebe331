import type { Source } from "../base/fault.ts";
import { Faults } from "../base/fault.ts";
import type { Json, JsonObject } from "../base/json.ts";
import type { Configuration } from "../boot/configuration.ts";
import { readConfiguration } from "../boot/configuration.ts";
import { contributionsOf, createPluginRuntime } from "../boot/load-plugins.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { permissionCatalogue } from "../kinds/permission-catalogue.ts";
import { siteBook } from "../kinds/site-book.ts";
import { addressOf } from "../model/desired.ts";
import type { KindName } from "../model/kind-types.ts";
import type { Explanation } from "../reconcile/compare/explain.ts";
import { explain } from "../reconcile/compare/explain.ts";
import { columns } from "./columns.ts";
import type { Console } from "./console.ts";
import { addressesToJson, formatAddresses } from "./format-addresses.ts";
import { jsonText } from "./plan.ts";
import { warningsTo } from "./warnings-to.ts";

const PERMISSIONS = "permissions";
const ADDRESSES = "addresses";

/**
 * `trovato explain`: the object at an address as all layers together make it, with the place that each value comes
 * from; or, for `permissions`, every permission with the roles that have it; for `addresses`, everything that the site
 * answers. Asks no database.
 * @throws Faults what is wrong in the files; Fault `reconcile.unknown_address`
 */
export async function explainCommand(site: string, console: Console, address: string, json = false): Promise<void> {
  const log = warningsTo(console);
  const configuration = await readConfiguration(siteFolder(site, console.process.env), log, createPluginRuntime());
  if (configuration.faults.length > 0) throw new Faults(configuration.faults);
  if (address === PERMISSIONS) {
    const permissions = permissionsOf(configuration);
    console.out(json ? jsonText({ format_version: "1.0", permissions }) : formatPermissions(permissions));
    return;
  }
  if (address === ADDRESSES) {
    const front = configuration.site?.front_page;
    const { addresses } = siteBook(configuration.desired.objects, front);
    console.out(json ? jsonText(addressesToJson(addresses, front)) : formatAddresses(addresses, front));
    return;
  }
  const explanation = explain(configuration.desired, address);
  console.out(json ? jsonText(explanationToJson(explanation)) : formatExplanation(explanation));
}

type Permission = { readonly permission: string; readonly roles: readonly string[] };

function permissionsOf({ desired, plugins }: Configuration): readonly Permission[] {
  const byKind = Map.groupBy(desired.objects, ({ kind }) => kind);
  const namesOf = (kind: KindName) => (byKind.get(kind) ?? []).map(({ name }) => name).sort();
  const roles = desired.objects.filter(({ kind }) => kind === "role");
  const catalogue = permissionCatalogue(namesOf, contributionsOf(plugins).permissions);
  return [...catalogue].map((permission) => ({
    permission,
    roles: roles
      .filter(({ spec }) => spec["all_permissions"] === true || includes(spec["permissions"], permission))
      .map(({ name }) => name)
      .sort(),
  }));
}

function includes(list: Json | undefined, entry: string): boolean {
  return Array.isArray(list) && list.includes(entry);
}

function formatPermissions(permissions: readonly Permission[]): string {
  return `${columns(permissions.map(({ permission, roles }) => [permission, roles.join(", ")]))}\n`;
}

function formatExplanation({ object, origins }: Explanation): string {
  const rows = origins.map(({ path, value, pack, source, isSiteOwned }) => [
    path,
    JSON.stringify(value),
    placeOf(source),
    `pack ${pack}${isSiteOwned ? "; editors may change it" : ""}`,
  ]);
  return `${addressOf(object.kind, object.name)}, declared by pack ${object.pack} (${object.source.file})\n\n${columns(rows)}\n`;
}

function explanationToJson({ object, origins }: Explanation): JsonObject {
  return {
    format_version: "1.0",
    address: addressOf(object.kind, object.name),
    pack: object.pack,
    source: sourceToJson(object.source),
    spec: object.spec,
    origins: origins.map(({ path, value, pack, source, isSiteOwned }) => ({
      path,
      value,
      pack,
      source: sourceToJson(source),
      owner: isSiteOwned ? "site" : "pack",
    })),
  };
}

function placeOf({ file, line }: Source): string {
  return `${file}:${line}`;
}

function sourceToJson({ file, line, column }: Source): JsonObject {
  return { file, line, column };
}
