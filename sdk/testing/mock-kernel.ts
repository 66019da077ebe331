import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { systemClock } from "../../kernel/base/clock.ts";
import { Fault, Faults } from "../../kernel/base/fault.ts";
import type { Json, JsonObject } from "../../kernel/base/json.ts";
import { isObject } from "../../kernel/base/json.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import type { HeldGrant, ItemGrant } from "../../kernel/content/grant-rows.ts";
import { readHeldGrants, readItemGrants } from "../../kernel/content/grant-rows.ts";
import type { PluginSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import type { RenderElement } from "../../kernel/model/elements.ts";
import type { Item } from "../../kernel/model/item.ts";
import type { Log } from "../../kernel/model/log.ts";
import type { AccessResult, Failure } from "../../kernel/model/plugin-answers.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { handleOf } from "../../kernel/model/request-state.ts";
import type { TapName } from "../../kernel/model/taps.ts";
import type { Declaration } from "../../kernel/plugins/collect.ts";
import { loadPlugin } from "../../kernel/plugins/load.ts";
import { readManifest } from "../../kernel/plugins/manifest.ts";
import type { Plugins } from "../../kernel/plugins/plugins.ts";
import { createPlugins } from "../../kernel/plugins/plugins.ts";
import type { MockWorld } from "./mock-host.ts";
import { createMockHost } from "./mock-host.ts";
import type { MockItem } from "./mock-item.ts";
import { mockItem } from "./mock-item.ts";

export type MockLine = { readonly level: keyof Log; readonly message: string };
/** A step in the life of a plugin. */
export type MockStep = "install" | "enable" | "disable" | "uninstall";
/** Event of an account. */
export type MockAccountEvent = "login" | "logout" | "register" | "update" | "delete";
export type MockAccount = { readonly id: string; readonly name: string; readonly roles: readonly string[] };

/**
 * A kernel in memory around one compiled plugin. Each call is a request of its own, answered by the plugin's real
 * module under its real limits. A plugin that stops, or returns what the contract does not allow, makes the call throw.
 */
export type MockKernel = MockWorld & {
  /** Lines that the plugin wrote to the log. */
  readonly lines: MockLine[];
  /** Values that plugins share in a request; it is kept from call to call, so that a test can give and see it. */
  readonly context: Map<string, string>;
  /** Puts an item where the plugin can load it. */
  add(item: MockItem): Item;
  /** `tap_item_view`: the element, or null. */
  view(item: MockItem): Promise<RenderElement | null>;
  /** `tap_item_view_alter`: the elements as the plugin leaves them. */
  alterView(item: MockItem, elements: readonly RenderElement[]): Promise<readonly RenderElement[]>;
  /** `tap_preprocess_item`: the variables as the plugin leaves them. */
  preprocess(item: MockItem, variables: JsonObject): Promise<JsonObject>;
  /** `tap_gather_alter`: the definition of the display as the plugin leaves it. */
  alterGather(gather: string, display: string, definition: JsonObject): Promise<JsonObject>;
  /** `tap_item_presave`: the item as it would be stored, and what the plugin has against it. */
  presave(item: MockItem): Promise<{ readonly item: Item; readonly failure: Failure | null }>;
  /** `tap_item_insert`, `tap_item_update`, `tap_item_delete`. */
  tell(event: "insert" | "update" | "delete", item: MockItem): Promise<void>;
  /** `tap_item_access`. */
  access(item: MockItem, operation: string): Promise<AccessResult>;
  /** `tap_item_grants`: what the plugin stores for the item. */
  itemGrants(item: MockItem): Promise<readonly ItemGrant[]>;
  /** `tap_user_grants`: what the user holds. */
  userGrants(): Promise<readonly HeldGrant[]>;
  /** `tap_user_login` and its kind. */
  tellOfAccount(event: MockAccountEvent, account: MockAccount): Promise<void>;
  /** `tap_cron`. */
  cron(): Promise<void>;
  /** `tap_install` and its kind. @throws Fault `plugin.refused` with what the plugin answered */
  step(step: MockStep): Promise<void>;
  /** `tap_upgrade`. @throws Fault `plugin.refused` with what the plugin answered */
  upgrade(fromVersion: string): Promise<void>;
  /** A function that the plugin marks with `@callback`. */
  call(callback: string, payload: JsonObject): Promise<Json>;
  /** Returns true when the plugin takes part in the tap. */
  implements(tap: TapName): boolean;
  /** Lists what the plugin declares with `tap_item_info`, `tap_perm`, `tap_menu` and `tap_theme`. */
  declared(tap: "tap_item_info" | "tap_perm" | "tap_menu" | "tap_theme"): readonly Declaration[];
};

/** World in which a test begins; see `MockWorld`. */
export type MockGiven = Partial<Pick<MockWorld, "user" | "tables" | "gathers" | "callbacks">> & {
  readonly variables?: { readonly [name: string]: string };
};

const ANONYMOUS = { id: "00000000-0000-0000-0000-000000000000", name: "", permissions: [] };

/**
 * Opens the compiled plugin in `directory`: its manifest and the module beside it.
 * @throws Faults everything that would keep a site from loading it
 */
export async function openMockKernel(directory: string, given: MockGiven = {}): Promise<MockKernel> {
  const { variables = {}, user = ANONYMOUS, tables = {}, gathers = {}, callbacks = {} } = given;
  const world: MockWorld = {
    user,
    items: new Map(),
    variables: new Map(Object.entries(variables)),
    tables,
    cache: new Map(),
    jobs: [],
    gathers,
    callbacks,
  };
  const lines: MockLine[] = [];
  const failures: Fault[] = [];
  const log = recordingLog(lines, failures);
  const { spec, plugins } = await openPlugin(directory, world, log);
  return mockKernel(world, spec, plugins, { lines, failures, log });
}

async function openPlugin(directory: string, world: MockWorld, log: Log) {
  const name = basename(resolve(directory));
  const file = join(directory, `${name}.info.yaml`);
  const document = readYaml(await readFile(file, "utf8"), file);
  const { spec, faults } = readManifest(document, name);
  if (spec === null) throw new Faults([...document.faults, ...faults]);
  const wasm = await readFile(join(directory, `${name}.wasm`)).catch(() => null);
  const loaded = loadPlugin({ name, manifest: spec, wasm, file, sourceOf: document.sourceOf });
  return { spec, plugins: createPlugins([loaded], createMockHost(world, spec), log) };
}

/** A log that keeps what the plugin says, and apart from it what the kernel says about the plugin. */
function recordingLog(lines: MockLine[], failures: Fault[]): Log {
  const at = (level: keyof Log) => (fields: object, message: string) => {
    if ("code" in fields) failures.push(new Fault(fields.code as Fault["code"], message));
    else lines.push({ level, message });
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

type Logged = { readonly lines: MockLine[]; readonly failures: Fault[]; readonly log: Log };

function mockKernel(
  world: MockWorld,
  spec: PluginSpec,
  plugins: Plugins,
  { lines, failures, log }: Logged,
): MockKernel {
  const context = new Map<string, string>();
  const { name } = spec;
  const { taps } = plugins;
  /** Runs `work` as a request; `handle` is that of the item it is about. */
  const request = async <Value>(
    work: (state: RequestState, handle: number) => Value | Promise<Value>,
    about: MockItem = {},
  ): Promise<Value> => {
    const state = requestState(world, context, taps, log);
    const handle = handleOf(state, isWhole(about) ? about : mockItem(about));
    try {
      const value = await work(state, handle);
      const [failure] = failures;
      if (failure !== undefined) throw failure;
      return value;
    } finally {
      failures.length = 0;
      plugins.release(state);
    }
  };
  const one = (tap: "tap_upgrade" | `tap_${MockStep}`, ...parameters: string[]) =>
    request((state) => taps.one(state, name, tap, parameters));
  return Object.assign(world, {
    lines,
    context,
    add: (item: MockItem) => {
      const made = mockItem(item);
      world.items.set(made.id, made);
      return made;
    },
    view: (item: MockItem) =>
      request(async (state, handle) => (await taps.itemView(state, state.items[handle]!))[0] ?? null, item),
    alterView: (item: MockItem, elements: readonly RenderElement[]) =>
      request(async (state, handle) => {
        const altered = await taps.alter(state, "tap_item_view_alter", [handle], elements as unknown as Json, as);
        return altered as unknown as readonly RenderElement[];
      }, item),
    preprocess: (item: MockItem, variables: JsonObject) =>
      request(
        async (state, handle) =>
          (await taps.alter(state, "tap_preprocess_item", [handle], variables as Json, as)) as JsonObject,
        item,
      ),
    alterGather: (gather: string, display: string, definition: JsonObject) =>
      request(
        async (state) =>
          (await taps.alter(state, "tap_gather_alter", [gather, display], definition as Json, as)) as JsonObject,
      ),
    presave: (item: MockItem) =>
      request(async (state, handle) => {
        const [objection] = await taps.check(state, "tap_item_presave", [handle]);
        return { item: state.items[handle]!, failure: objection?.failure ?? null };
      }, item),
    tell: (event: "insert" | "update" | "delete", item: MockItem) =>
      request((state, handle) => taps.each(state, `tap_item_${event}`, [handle]), item),
    access: (item: MockItem, operation: string) =>
      request((state, handle) => taps.access(state, "tap_item_access", [handle, operation]), item),
    itemGrants: (item: MockItem) =>
      request(
        async (state, handle) => (await taps.lists(state, "tap_item_grants", [handle], readItemGrants))[0]?.list ?? [],
        item,
      ),
    userGrants: () =>
      request(async (state) => (await taps.lists(state, "tap_user_grants", [], readHeldGrants))[0]?.list ?? []),
    tellOfAccount: (event: MockAccountEvent, account: MockAccount) =>
      request((state) => taps.each(state, `tap_user_${event}`, [account])),
    cron: () => request((state) => taps.each(state, "tap_cron", [])),
    step: (step: MockStep) => one(`tap_${step}`),
    upgrade: (fromVersion: string) => one("tap_upgrade", fromVersion),
    call: (callback: string, payload: JsonObject) =>
      request(async (state) => JSON.parse(await taps.invoke(state, name, callback, JSON.stringify(payload))) as Json),
    implements: (tap: TapName) => spec.taps.implements.includes(tap),
    declared: (tap: "tap_item_info" | "tap_perm" | "tap_menu" | "tap_theme") => {
      const { declarations, faults } = plugins.collect(tap);
      if (faults.length > 0) throw new Faults(faults);
      return declarations;
    },
  });
}

const as = (value: Json): Json => value;

function isWhole(item: MockItem | Item): item is Item {
  return "revisionId" in item;
}

const NO_DATABASE = { until: () => NO_DATABASE } as unknown as RequestState["db"];

/**
 * Makes as much of a request as the runtime needs. Nothing of the site or the database is reached but through the
 * functions of the mock.
 */
function requestState(
  world: MockWorld,
  context: Map<string, string>,
  taps: RequestState["taps"],
  log: Log,
): RequestState {
  const { id, name } = world.user;
  return {
    id: "test",
    user: { id, name, roles: [], isAdmin: false },
    stage: "live",
    db: NO_DATABASE,
    items: [],
    stores: new Map(),
    context,
    profile: { started: performance.now(), queries: 0, databaseMs: 0, taps: 0, tapMs: 0 },
    cacheability: { tags: new Set(), contexts: new Set(), maxAge: Infinity },
    signal: new AbortController().signal,
    taps,
    log,
    clock: systemClock,
  } as unknown as RequestState;
}

/** The text of an element and of what is in it, in order, with a space between; empty for what is no element. */
export function textOf(element: RenderElement | Json): string {
  if (!isObject(element)) return "";
  const { "#value": value, "#children": children = [] } = element as RenderElement;
  return [...(value === undefined ? [] : [value]), ...children.map(textOf)].filter((text) => text !== "").join(" ");
}
