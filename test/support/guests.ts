import binaryen from "assemblyscript/binaryen";
import { systemClock } from "../../kernel/base/clock.ts";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { PluginSpec } from "../../kernel/kinds/plugin/plugin-spec.ts";
import type { HostFunctions, HostInterface } from "../../kernel/model/host-functions.ts";
import type { Item } from "../../kernel/model/item.ts";
import type { Log } from "../../kernel/model/log.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import type { Gate } from "../../kernel/plugins/gate.ts";
import { createGate } from "../../kernel/plugins/gate.ts";
import { loadPlugin } from "../../kernel/plugins/load.ts";
import type { PluginFiles } from "../../kernel/plugins/plugin-files.ts";
import { createPlugins } from "../../kernel/plugins/plugins.ts";
import { recordingLog } from "./recording-log.ts";

/** A real module from its text. */
export function wat(text: string): Uint8Array<ArrayBuffer> {
  const module = binaryen.parseText(text);
  try {
    module.setFeatures(binaryen.Features.All & ~binaryen.Features.GC);
    return new Uint8Array(module.emitBinary());
  } finally {
    module.dispose();
  }
}

/** A guest with a memory, an allocator that goes up, and room at 16 for what it returns. */
export function guest(body: string, memory = '(memory (export "memory") 1)'): Uint8Array<ArrayBuffer> {
  return wat(`(module ${body.match(/\(import[\s\S]*?\)\)\)?$/gm)?.join("") ?? ""}
    ${memory}
    (global $heap (mut i32) (i32.const 4096))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
      (local $at i32)
      (local.set $at (global.get $heap))
      (global.set $heap (i32.and (i32.add (i32.add (global.get $heap) (local.get 3)) (i32.const 7)) (i32.const -8)))
      (local.get $at))
    ${body.replace(/\(import[\s\S]*?\)\)\)?$/gm, "")})`);
}

/** The text of a tap that returns the JSON `text`, which lies at 64. */
export function returning(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return `(data (i32.const 16) "\\40\\00\\00\\00\\${Buffer.byteLength(text).toString(16).padStart(2, "0")}\\00\\00\\00")
    (data (i32.const 64) "${escaped}")
    (func (export "tap-item-view") (param i32) (result i32) (i32.const 16))`;
}

export const HELLO = '{"#type":"markup","#tag":"p","#value":"hello"}';

export function specOf(name: string, more: Partial<PluginSpec> = {}): PluginSpec {
  return { name, version: "1.0.0", abi: 1, taps: { implements: ["tap_item_view"] }, ...more };
}

export function filesOf(name: string, wasm: Uint8Array | null, more: Partial<PluginFiles> = {}): PluginFiles {
  return { name, manifest: specOf(name), wasm, file: `plugins/${name}/${name}.info.yaml`, ...more };
}

export function itemOf(fields: Item["fields"], more: Partial<Item> = {}): Item {
  return {
    id: "0190a6e0-0000-7000-8000-000000000001",
    revisionId: "0190a6e0-0000-7000-8000-000000000002",
    type: "film",
    title: "Unforgiven",
    authorId: "00000000-0000-0000-0000-000000000000",
    published: true,
    promote: false,
    sticky: false,
    langcode: "und",
    stageId: "live",
    alias: null,
    created: 0,
    changed: 0,
    fields,
    ...more,
  };
}

const NO_DATABASE = { until: () => NO_DATABASE } as unknown as RequestState["db"];

/** Makes as much of a request as a plugin sees. */
export function requestState(log: Log, more: Partial<RequestState> = {}): RequestState {
  return {
    id: "request",
    site: { roles: new Map(), variables: new Map() },
    user: { id: "0190a6e0-0000-7000-8000-00000000000a", name: "Ada", roles: ["authenticated"], isAdmin: false },
    db: NO_DATABASE,
    items: [],
    stores: new Map(),
    context: new Map(),
    profile: { started: 0, queries: 0, databaseMs: 0, taps: 0, tapMs: 0, tapFailures: 0 },
    cacheability: { tags: new Set(), contexts: new Set(), maxAge: Infinity },
    signal: new AbortController().signal,
    log,
    clock: systemClock,
    ...more,
  } as unknown as RequestState;
}

/** The kernel's functions with some of them replaced. */
export function hostWith(replaced: { readonly [name in HostInterface]?: object }): HostFunctions {
  const functions = Object.entries(createHostFunctions()).map(([name, own]) => [
    name,
    { ...own, ...replaced[name as HostInterface] },
  ]);
  return Object.fromEntries(functions) as HostFunctions;
}

type Around = { readonly host?: HostFunctions; readonly gate?: Gate };

/** Loads guests, by name, and makes them callable. */
export function pluginsOf(
  guests: { readonly [name: string]: Uint8Array | PluginFiles },
  now: () => number = () => 0,
  { host = createHostFunctions(), gate = createGate() }: Around = {},
) {
  const { log, lines } = recordingLog();
  const loaded = Object.entries(guests).map(([name, files]) =>
    loadPlugin(files instanceof Uint8Array ? filesOf(name, files) : files),
  );
  const plugins = createPlugins(loaded, host, log, { now }, gate);
  return { plugins, lines, state: requestState(log, { taps: plugins.taps }) };
}
