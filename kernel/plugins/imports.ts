import { Fault } from "../base/fault.ts";
import type { HostFunctions, HostSignature, PluginContext, WitResult } from "../model/host-functions.ts";
import { HOST_INTERFACES, importModule, LOG_LEVELS } from "../model/host-functions.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import type { Store } from "./store.ts";
import { checkDeadline, payFuel, viewsOf } from "./store.ts";
import { checkAddress, liftString, lowerString } from "./strings.ts";
import { WASI_MODULE, wasiImports } from "./wasi.ts";

// biome-ignore lint/suspicious/noExplicitAny: one adapter serves functions of many types; `HostFunctions` has checked them
type AnyHostFunction = (context: PluginContext, ...parameters: any[]) => any;
type Lower = (store: Store, value: never, at: number) => number | undefined;

/** What is written for a result: directly, or at the address that came as the last parameter. */
const LOWER: { readonly [Result in WitResult]?: Lower } = {
  none: () => undefined,
  bool: (_store, value: boolean) => (value ? 1 : 0),
  string: lowerText,
  json: lowerText,
  "option<string>": lowerOptionalText,
  "option<json>": lowerOptionalText,
  "option<s64>": (store, value: number | null, at) => {
    checkAddress(store, at, 16, 8);
    const { bytes, words } = viewsOf(store);
    bytes[at >>> 0] = value === null ? 0 : 1;
    if (value === null) return undefined;
    const word = (at >>> 2) + 2;
    words[word] = value >>> 0;
    words[word + 1] = Math.floor(value / 4_294_967_296) >>> 0;
    return undefined;
  },
  "option<f64>": (store, value: number | null, at) => {
    checkAddress(store, at, 16, 8);
    const { bytes, data } = viewsOf(store);
    bytes[at >>> 0] = value === null ? 0 : 1;
    if (value !== null) data.setFloat64((at >>> 0) + 8, value, true);
    return undefined;
  },
  "option<bool>": (store, value: boolean | null, at) => {
    checkAddress(store, at, 2, 1);
    const { bytes } = viewsOf(store);
    bytes[at >>> 0] = value === null ? 0 : 1;
    bytes[(at >>> 0) + 1] = value === true ? 1 : 0;
    return undefined;
  },
};

function lowerText(store: Store, value: string, at: number): undefined {
  lowerString(store, at, value);
}

function lowerOptionalText(store: Store, value: string | null, at: number): undefined {
  checkAddress(store, at, 12, 4);
  viewsOf(store).bytes[at >>> 0] = value === null ? 0 : 1;
  if (value !== null) lowerString(store, at + 4, value);
}

/** The store that calls: it is there once the instance is. */
type Enter = () => Store;
type Adapter = (enter: Enter, call: AnyHostFunction, lower: Lower) => (...parameters: number[]) => number | undefined;

/** How core parameters become those of a host function, by the shape of its parameters. */
const ADAPTERS: { readonly [shape: string]: Adapter } = {
  "": (enter, call, lower) => (at) => {
    const store = enter();
    return lower(store, call(store.context) as never, at!);
  },
  "item-handle": (enter, call, lower) => (item, at) => {
    const store = enter();
    return lower(store, call(store.context, item) as never, at!);
  },
  "item-handle,string": (enter, call, lower) => (item, pointer, length, at) => {
    const store = enter();
    return lower(store, call(store.context, item, liftString(store, pointer!, length!)) as never, at!);
  },
  string: (enter, call, lower) => (pointer, length, at) => {
    const store = enter();
    return lower(store, call(store.context, liftString(store, pointer!, length!)) as never, at!);
  },
  "string,string": (enter, call, lower) => (pointer, length, secondPointer, secondLength, at) => {
    const store = enter();
    const first = liftString(store, pointer!, length!);
    return lower(store, call(store.context, first, liftString(store, secondPointer!, secondLength!)) as never, at!);
  },
  "log-level,string": (enter, call, lower) => (level, pointer, length, at) => {
    const store = enter();
    if (level! >>> 0 >= LOG_LEVELS.length)
      throw new Fault("plugin.bad_argument", `It passed ${level} for a log level.`);
    return lower(store, call(store.context, level, liftString(store, pointer!, length!)) as never, at!);
  },
};

/** What comes before every call of the kernel: is there a request, may the guest call now, does it have the time and the fuel. */
function enterFor(current: () => Store, name: string, { always, cost = 0 }: HostSignature): Enter {
  return () => {
    const store = current();
    if (store.allocating) throw new Fault("plugin.bad_argument", `Its allocator called ${name}.`);
    if (!always && store.context.state === null)
      throw new Fault("plugin.unavailable", `It called ${name} where there is no request.`);
    checkDeadline(store);
    if (cost > 0) payFuel(store, cost);
    return store;
  };
}

/** Everything that the instance of a plugin imports. `current` is its store, which exists once the instance does. */
export function createImports(plugin: LoadedPlugin, host: HostFunctions, current: () => Store): WebAssembly.Imports {
  const needed = new Set(WebAssembly.Module.imports(plugin.module).map(({ module, name }) => `${module} ${name}`));
  const imports: { [module: string]: WebAssembly.ModuleImports } = { [WASI_MODULE]: wasiImports(current) };
  for (const [name, functions] of Object.entries(HOST_INTERFACES)) {
    const module = importModule(name);
    const calls = host[name as keyof HostFunctions] as unknown as { readonly [name: string]: AnyHostFunction };
    const made: WebAssembly.ModuleImports = {};
    for (const [key, signature] of Object.entries(functions as { readonly [name: string]: HostSignature })) {
      if (!needed.has(`${module} ${key}`)) continue;
      const enter = enterFor(current, `${name}.${key}`, signature);
      made[key] = ADAPTERS[signature.parameters.join()]!(enter, calls[key]!, LOWER[signature.result]!);
    }
    imports[module] = made;
  }
  return imports;
}
