import type { Json } from "../base/json.ts";

/**
 * How the results of several plugins become one. `collect`: a list of all. `desired`: asked when the site is planned,
 * each an object of the pack `plugin:NAME`. `alter`: each receives what the one before returned, as its last parameter.
 * `check`: all failures. `each`: nothing comes back. `access`: a denial ends it, else one grant is enough. `list`: a
 * list of each plugin. `one`: a single plugin is called.
 */
export type Combine = "collect" | "desired" | "alter" | "check" | "each" | "access" | "list" | "one";

export type TapParameter = "item-handle" | "string" | "json";
export type TapResult = "none" | "json" | "access-result" | "result<_, failure>";

/** How a tap is exported: its name and its signature in the terms of WIT. */
export type TapExport = {
  /** The name of the export. */
  readonly exportName: string;
  /** The parameters with their names, in order. */
  readonly parameters: readonly (readonly [name: string, type: TapParameter])[];
  readonly result: TapResult;
  /** The signature as WIT shows it, for messages. */
  readonly signature: string;
};

/** The contract of a tap. */
export type TapContract = TapExport & {
  /** The name in a manifest. */
  readonly tap: string;
  readonly combine: Combine;
  /** Export of a plugin that wants items as JSON (`data_mode: full`); null where a handle is needed. */
  readonly full: TapExport | null;
};

function exported(exportName: string, parameters: TapExport["parameters"], result: TapResult): TapExport {
  const list = parameters.map(([name, type]) => `${name}: ${type}`).join(", ");
  const arrow = result === "none" ? "" : ` -> ${result}`;
  return { exportName, parameters, result, signature: `${exportName}: func(${list})${arrow}` };
}

function contract<const Combined extends Combine>(
  tap: string,
  combine: Combined,
  parameters: TapExport["parameters"],
  result: TapResult,
): TapContract & { readonly combine: Combined } {
  const name = tap.replaceAll("_", "-");
  const hasItem = parameters.some(([, type]) => type === "item-handle");
  const inFull = parameters.map(([key, type]) => [key, type === "item-handle" ? "json" : type] as const);
  return {
    tap,
    combine,
    ...exported(name, parameters, result),
    // What is checked before a save is changed by its setters, which need a handle.
    full: hasItem && combine !== "check" ? exported(`${name}-full`, inFull, result) : null,
  };
}

const ITEM = ["item", "item-handle"] as const;
/** `{"id", "name", "roles"}`: never an address or a password. */
const ACCOUNT = ["account", "json"] as const;

/** The taps that something dispatches. Adding one is an entry here and the call. */
export const TAPS = {
  tap_item_info: contract("tap_item_info", "desired", [], "json"),
  tap_perm: contract("tap_perm", "desired", [], "json"),
  tap_menu: contract("tap_menu", "desired", [], "json"),
  tap_theme: contract("tap_theme", "desired", [], "json"),
  tap_item_view: contract("tap_item_view", "collect", [ITEM], "json"),
  tap_item_view_alter: contract("tap_item_view_alter", "alter", [ITEM, ["elements", "json"]], "json"),
  tap_preprocess_item: contract("tap_preprocess_item", "alter", [ITEM, ["variables", "json"]], "json"),
  tap_gather_alter: contract(
    "tap_gather_alter",
    "alter",
    [
      ["gather", "string"],
      ["display", "string"],
      ["definition", "json"],
    ],
    "json",
  ),
  tap_item_presave: contract("tap_item_presave", "check", [ITEM], "result<_, failure>"),
  tap_item_insert: contract("tap_item_insert", "each", [ITEM], "none"),
  tap_item_update: contract("tap_item_update", "each", [ITEM], "none"),
  tap_item_delete: contract("tap_item_delete", "each", [ITEM], "none"),
  tap_item_access: contract("tap_item_access", "access", [ITEM, ["operation", "string"]], "access-result"),
  tap_item_grants: contract("tap_item_grants", "list", [ITEM], "json"),
  tap_user_grants: contract("tap_user_grants", "list", [], "json"),
  tap_user_login: contract("tap_user_login", "each", [ACCOUNT], "none"),
  tap_user_logout: contract("tap_user_logout", "each", [ACCOUNT], "none"),
  tap_user_register: contract("tap_user_register", "each", [ACCOUNT], "none"),
  tap_user_update: contract("tap_user_update", "each", [ACCOUNT], "none"),
  tap_user_delete: contract("tap_user_delete", "each", [ACCOUNT], "none"),
  tap_cron: contract("tap_cron", "each", [], "none"),
  tap_install: contract("tap_install", "one", [], "result<_, failure>"),
  tap_upgrade: contract("tap_upgrade", "one", [["from-version", "string"]], "result<_, failure>"),
  tap_enable: contract("tap_enable", "one", [], "result<_, failure>"),
  tap_disable: contract("tap_disable", "one", [], "result<_, failure>"),
  tap_uninstall: contract("tap_uninstall", "one", [], "result<_, failure>"),
} as const satisfies { readonly [tap: string]: TapContract };

export type TapName = keyof typeof TAPS;
/** The taps whose results combine in one way. */
export type TapOf<Combined extends Combine> = {
  [Tap in TapName]: (typeof TAPS)[Tap]["combine"] extends Combined ? Tap : never;
}[TapName];

/** Parameter of a tap: a handle (`handleOf`) for an item, text, or JSON. */
export type TapArgument = number | string | Json;
