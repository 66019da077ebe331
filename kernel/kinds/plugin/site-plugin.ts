import { canonicalJson, sha256 } from "../../base/json.ts";
import type { TapName } from "../../model/taps.ts";
import type { AppliedPlugin, PluginSpec, SitePlugin } from "./plugin-spec.ts";

const TIMEOUT_MS = 1_000;

/** An enabled plugin. `built` says, by plugin, what the grants of all items were made with. */
export function sitePlugin(name: string, spec: AppliedPlugin, built: ReadonlyMap<string, string>): SitePlugin {
  const { granted = {} } = spec;
  return {
    name,
    version: spec.version,
    grants: {
      db: { read: granted.db?.read ?? [], write: granted.db?.write ?? [] },
      rawSql: granted.raw_sql ?? "none",
      queue: granted.queue ?? false,
      invoke: granted.invoke ?? [],
    },
    tables: spec.tables ?? {},
    judges: typesOf(spec, "tap_item_access") ?? [],
    givesGrants: givesGrants(spec, built.get(name)),
    timeoutMs: spec.limits?.timeout_ms ?? TIMEOUT_MS,
  };
}

function givesGrants(spec: AppliedPlugin, built: string | undefined): SitePlugin["givesGrants"] {
  const types = typesOf(spec, "tap_item_grants");
  if (types === null) return null;
  const signature = sha256(canonicalJson([spec.version, spec.sha256 ?? null, types]));
  return { types, signature, isBuilt: signature === built };
}

/** The types that a plugin has a say about in `tap`; null when it does not implement it. */
function typesOf({ taps }: PluginSpec, tap: TapName): readonly string[] | "all" | null {
  return taps.implements.includes(tap) ? (taps.options?.[tap]?.types ?? "all") : null;
}
