import { Fault } from "../base/fault.ts";
import type { HostFunctions, HostInterface, HostSignature, PluginContext, WitType } from "../model/host-functions.ts";
import { HOST_INTERFACES, importModule } from "../model/host-functions.ts";
import { requireTime } from "./budget.ts";
import { countHostCall, payFuel } from "./fuel.ts";
import { LIFT } from "./lift.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import type { Lower } from "./lower.ts";
import { LOWER } from "./lower.ts";
import type { CoreValue, Store } from "./store.ts";
import { liftString } from "./strings.ts";
import { beginWait, untilDeadline } from "./waiting.ts";
import { WASI_MODULE, wasiImport } from "./wasi.ts";

// biome-ignore lint/suspicious/noExplicitAny: one adapter serves functions of many types; `HostFunctions` has checked them
type AnyHostFunction = (context: PluginContext, ...parameters: any[]) => any;

/** The store that calls: it is there once the instance is. */
type Enter = () => Store;
/** Handling of an answer: it is lowered now, or when it comes. */
type Finish = (store: Store, answer: never, at: number) => number | undefined | Promise<number | undefined>;
// biome-ignore lint/suspicious/noExplicitAny: the engine passes numbers, and bigints where the signature has them
type Import = (...core: any[]) => number | undefined | Promise<number | undefined>;
type Adapter = (enter: Enter, call: AnyHostFunction, finish: Finish) => Import;

/** The shapes of parameters that taps call again and again, written out: no list is made for a call. */
const HOT: { readonly [shape: string]: Adapter } = {
  "": (enter, call, finish) => (at: number) => {
    const store = enter();
    return finish(store, call(store.context) as never, at);
  },
  "item-handle": (enter, call, finish) => (item: number, at: number) => {
    const store = enter();
    return finish(store, call(store.context, item) as never, at);
  },
  "item-handle,string": (enter, call, finish) => (item: number, pointer: number, length: number, at: number) => {
    const store = enter();
    return finish(store, call(store.context, item, liftString(store, pointer, length)) as never, at);
  },
  string: (enter, call, finish) => (pointer: number, length: number, at: number) => {
    const store = enter();
    return finish(store, call(store.context, liftString(store, pointer, length)) as never, at);
  },
};

/** Any other shape: core values become parameters one after the other; the address of the result comes last. */
function adapterOf(parameters: readonly WitType[]): Adapter {
  const hot = HOT[parameters.join()];
  if (hot !== undefined) return hot;
  const lifts = parameters.map((type) => LIFT[type]);
  return (enter, call, finish) =>
    (...core: CoreValue[]) => {
      const store = enter();
      const values: unknown[] = [];
      let at = 0;
      for (const { width, lift } of lifts) {
        values.push(lift(store, core, at));
        at += width;
      }
      return finish(store, call(store.context, ...values) as never, core[at] as number);
    };
}

/** Guards every call of the kernel: is there a request, may the guest call now, does it have the time and the fuel. */
function enterFor(current: () => Store, name: string, { always, waits, cost = 0 }: HostSignature): Enter {
  return () => {
    const store = current();
    if (store.allocating) throw new Fault("plugin.bad_argument", `Its allocator called ${name}.`);
    if (!always && store.context.state === null)
      throw new Fault("plugin.unavailable", `It called ${name} where there is no request.`);
    countHostCall(store);
    if (cost > 0) payFuel(store, cost);
    if (waits) {
      requireTime(store.budget);
      beginWait(store);
    }
    return store;
  };
}

type Contracted = {
  readonly name: HostInterface;
  readonly key: string;
  readonly signature: HostSignature;
  readonly adapter: Adapter;
};

function importOf(current: () => Store, host: HostFunctions, { name, key, signature, adapter }: Contracted): unknown {
  const functions = host[name] as unknown as { readonly [key: string]: AnyHostFunction };
  const enter = enterFor(current, `${name}.${key}`, signature);
  const lower = LOWER[signature.result] as Lower;
  if (!signature.waits) return adapter(enter, functions[key]!, lower);
  const waiting: Finish = (store, answer, at) => untilDeadline(store, inTurn(store, answer), lower, at);
  return new WebAssembly.Suspending(adapter(enter, functions[key]!, waiting));
}

/**
 * The answer, once others had their turn: answers that are there at once would let a guest go on for ever between two
 * of them.
 */
function inTurn({ budget }: Store, answer: Promise<never>): Promise<never> {
  const turn = budget.turn();
  return turn === undefined ? answer : Promise.all([answer, turn]).then(([value]) => value);
}

/**
 * Every function of the contract by the module and the name that it is imported by, with all about it that is the same
 * for every instance.
 */
const CONTRACT: { readonly [module: string]: { readonly [name: string]: Contracted } } = Object.fromEntries(
  Object.entries(HOST_INTERFACES).map(([name, functions]) => [
    importModule(name),
    Object.fromEntries(
      Object.entries(functions as { readonly [key: string]: HostSignature }).map(([key, signature]) => [
        key,
        { name: name as HostInterface, key, signature, adapter: adapterOf(signature.parameters) },
      ]),
    ),
  ]),
);

/** Everything that the instance of a plugin imports. `current` is its store, which exists once the instance does. */
export function createImports(plugin: LoadedPlugin, host: HostFunctions, current: () => Store): WebAssembly.Imports {
  const imports: { [module: string]: { [name: string]: unknown } } = {};
  for (const { module, name } of plugin.imports) {
    imports[module] ??= {};
    imports[module][name] =
      module === WASI_MODULE ? wasiImport(name, current) : importOf(current, host, CONTRACT[module]![name]!);
  }
  return imports;
}
