import { describe, expect, test } from "@jest/globals";
import type { HostFunctions, HostInterface, HostSignature } from "../../kernel/model/host-functions.ts";
import { HOST_INTERFACES, importModule } from "../../kernel/model/host-functions.ts";
import { FAILURE_CODES } from "../../kernel/model/plugin-answers.ts";
import { HOST_IMPORTS } from "../../kernel/plugins/contract.ts";
import { prepareCall } from "../../kernel/plugins/fuel.ts";
import { createStore } from "../../kernel/plugins/instance.ts";
import { loadPlugin } from "../../kernel/plugins/load.ts";
import type { LoadedPlugin } from "../../kernel/plugins/loaded-plugin.ts";
import type { GuestFunction, Store } from "../../kernel/plugins/store.ts";
import { viewsOf } from "../../kernel/plugins/store.ts";
import { endWait } from "../../kernel/plugins/waiting.ts";
import { filesOf, guest, hostWith, requestState, specOf } from "../support/guests.ts";
import { recordingLog } from "../support/recording-log.ts";

const AREA = 512;
const NAMES = Object.entries(HOST_INTERFACES).flatMap(([name, functions]) =>
  Object.entries(functions as { readonly [key: string]: HostSignature }).map(
    ([key, signature]) => [`${name}.${key}`, name as HostInterface, key, signature] as const,
  ),
);
type Encoding = "utf8" | "utf16";
const ENCODINGS: readonly Encoding[] = ["utf8", "utf16"];
const { log } = recordingLog();

/** `(i32, i64) -> ()`, taken apart. */
function coreOf(name: string, key: string): { readonly parameters: string[]; readonly results: string[] } {
  const [left, right] = HOST_IMPORTS.get(`${importModule(name)} ${key}`)!.split(" -> ");
  const list = (text: string) => text.replace(/[()]/g, "").split(", ").filter(Boolean);
  return { parameters: list(left!), results: list(right!) };
}

const callers = new Map<string, LoadedPlugin>();

/** A plugin whose `go` calls one function of the kernel with the parameters that it is given. */
function callerOf(name: string, key: string, encoding: Encoding): LoadedPlugin {
  const id = `${name} ${key} ${encoding}`;
  const plugin = callers.get(id) ?? loadCaller(name, key, encoding);
  callers.set(id, plugin);
  return plugin;
}

function loadCaller(name: string, key: string, encoding: Encoding): LoadedPlugin {
  const { parameters, results } = coreOf(name, key);
  const given = parameters.length > 0 ? `(param ${parameters.join(" ")})` : "";
  const result = results.length > 0 ? `(result ${results.join(" ")})` : "";
  const bytes = guest(`(import "${importModule(name)}" "${key}" (func $f ${given} ${result}))
    (func (export "go") ${given} ${result} (call $f ${parameters.map((_, index) => `(local.get ${index})`).join(" ")}))`);
  const limits = { fuel: 1_000_000 };
  const manifest = specOf("caller", { string_encoding: encoding, taps: { implements: [] }, limits });
  return loadPlugin(filesOf("caller", bytes, { manifest }));
}

function caller(name: string, key: string, encoding: Encoding, host: HostFunctions): Store {
  const store = createStore(callerOf(name, key, encoding), host, log, new Map());
  prepareCall(store);
  store.context.state = requestState(log);
  return store;
}

async function go(store: Store, parameters: readonly (number | bigint)[]): Promise<unknown> {
  const call = store.exports["go"] as GuestFunction;
  try {
    return await (store.plugin.suspending.has("go") ? WebAssembly.promising(call)(...parameters) : call(...parameters));
  } finally {
    endWait(store);
  }
}

function write(store: Store, at: number, text: string): [number, number] {
  const encoding = store.plugin.spec.string_encoding === "utf16" ? "utf16le" : "utf8";
  const size = viewsOf(store).bytes.write(text, at, encoding);
  return [at, encoding === "utf16le" ? size / 2 : size];
}

function read(store: Store, at: number): string {
  const { bytes, data } = viewsOf(store);
  const from = data.getUint32(at, true);
  const length = data.getUint32(at + 4, true);
  return store.plugin.spec.string_encoding === "utf16"
    ? bytes.toString("utf16le", from, from + length * 2)
    : bytes.toString("utf8", from, from + length);
}

const VALUES: {
  readonly [type: string]: { readonly host: unknown; readonly core: (store: Store, at: number) => (number | bigint)[] };
} = {
  "item-handle": { host: 7, core: () => [7] },
  string: { host: "wörd", core: (store, at) => write(store, at, "wörd") },
  json: { host: '["🎬"]', core: (store, at) => write(store, at, '["🎬"]') },
  bool: { host: true, core: () => [1] },
  s64: { host: -9_007_199_254_740_993n, core: () => [-9_007_199_254_740_993n] },
  f64: { host: 1.5, core: () => [1.5] },
  "log-level": { host: 2, core: () => [2] },
};

/** Answers of the kernel, by type, and how each is read where the guest wanted it. */
const failed = (code: number, detail: string) => ({ answer: { code: FAILURE_CODES[code]!, detail }, code, detail });
const byte = (store: Store, at: number) => viewsOf(store).bytes[at];
const failureAt = (store: Store, at: number) => [byte(store, AREA), byte(store, at), read(store, at + 4)];
const F = failed(9, "It is göne.");
const G = failed(0, "");
const integer = (store: Store, at: number) => viewsOf(store).data.getBigInt64(at, true);
const ANSWERS: {
  readonly [result: string]: readonly (readonly [
    answer: unknown,
    seen: (store: Store) => unknown,
    expected: unknown,
  ])[];
} = {
  none: [[undefined, () => 0, 0]],
  bool: [],
  string: [
    ["Ünï 🎬", (store) => read(store, AREA), "Ünï 🎬"],
    ["", (store) => read(store, AREA), ""],
    ["x".repeat(5_000), (store) => read(store, AREA), "x".repeat(5_000)],
  ],
  "option<string>": [
    [null, (store) => byte(store, AREA), 0],
    ["é", (store) => [byte(store, AREA), read(store, AREA + 4)], [1, "é"]],
  ],
  "option<s64>": [
    [null, (store) => byte(store, AREA), 0],
    [-3, (store) => [byte(store, AREA), integer(store, AREA + 8)], [1, -3n]],
    [Number.MAX_SAFE_INTEGER, (store) => integer(store, AREA + 8), BigInt(Number.MAX_SAFE_INTEGER)],
    [Number.MIN_SAFE_INTEGER, (store) => integer(store, AREA + 8), BigInt(Number.MIN_SAFE_INTEGER)],
  ],
  "option<f64>": [
    [null, (store) => byte(store, AREA), 0],
    [-0.5, (store) => [byte(store, AREA), viewsOf(store).data.getFloat64(AREA + 8, true)], [1, -0.5]],
  ],
  "option<bool>": [
    [null, (store) => byte(store, AREA), 0],
    [true, (store) => [byte(store, AREA), byte(store, AREA + 1)], [1, 1]],
    [false, (store) => [byte(store, AREA), byte(store, AREA + 1)], [1, 0]],
  ],
  "result<_, failure>": [
    [undefined, (store) => byte(store, AREA), 0],
    [F.answer, (store) => failureAt(store, AREA + 4), [1, F.code, F.detail]],
    [G.answer, (store) => failureAt(store, AREA + 4), [1, 0, ""]],
  ],
  "result<string, failure>": [
    ["ïd", (store) => [byte(store, AREA), read(store, AREA + 4)], [0, "ïd"]],
    [F.answer, (store) => failureAt(store, AREA + 4), [1, F.code, F.detail]],
  ],
  "result<u64, failure>": [
    [5_000_000_000, (store) => [byte(store, AREA), integer(store, AREA + 8)], [0, 5_000_000_000n]],
    [0, (store) => [byte(store, AREA), integer(store, AREA + 8)], [0, 0n]],
    [F.answer, (store) => failureAt(store, AREA + 8), [1, F.code, F.detail]],
  ],
  "result<option<item-handle>, failure>": [
    [null, (store) => [byte(store, AREA), byte(store, AREA + 4)], [0, 0]],
    [3, (store) => [byte(store, AREA), byte(store, AREA + 4), viewsOf(store).data.getInt32(AREA + 8, true)], [0, 1, 3]],
    [F.answer, (store) => failureAt(store, AREA + 4), [1, F.code, F.detail]],
  ],
};
const answersOf = ({ result }: HostSignature) =>
  result === "bool"
    ? [true, false].map((answer) => [answer, () => 0, 0] as const)
    : ANSWERS[result.replace("json", "string")]!;

describe.each(ENCODINGS)("in %s", (encoding) => {
  test.each(NAMES)("%s passes its parameters and its answer", async (_title, name, key, signature) => {
    for (const [answer, seen, expected] of answersOf(signature)) {
      const calls: unknown[][] = [];
      const answering = (_context: unknown, ...given: unknown[]) => {
        calls.push(given);
        return signature.waits ? Promise.resolve(answer) : answer;
      };
      const store = caller(name, key, encoding, hostWith({ [name]: { [key]: answering } }));
      const parameters = signature.parameters.flatMap((type, index) => VALUES[type]!.core(store, 64 + index * 32));
      const direct = coreOf(name, key).parameters.length === parameters.length;
      const returned = await go(store, direct ? parameters : [...parameters, AREA]);
      expect(calls).toEqual([signature.parameters.map((type) => VALUES[type]!.host)]);
      expect(seen(store)).toEqual(expected);
      expect(returned).toBe(signature.result === "bool" ? Number(answer) : undefined);
    }
  });

  const untouched = (): never => {
    throw new Error("It was reached.");
  };

  /** Every way to be outside of memory, by the size of one unit. */
  const OUTSIDE: readonly (readonly [number, number])[] = [
    [65_530, 100],
    [-1, 8],
    [0, -1],
    [65_536, 1],
    [2_147_483_647, 2_147_483_647],
  ];

  test.each(NAMES)("%s is not reached with a string outside of memory", async (_title, name, key, signature) => {
    const host = hostWith({ [name]: { [key]: untouched } });
    for (let bad = 0; bad < signature.parameters.length; bad++) {
      if (!["string", "json"].includes(signature.parameters[bad]!)) continue;
      for (const pair of OUTSIDE) {
        const store = caller(name, key, encoding, host);
        const parameters = signature.parameters.flatMap((type, index) =>
          index === bad ? pair : VALUES[type]!.core(store, 64 + index * 32),
        );
        const direct = coreOf(name, key).parameters.length === parameters.length;
        const call = go(store, direct ? parameters : [...parameters, AREA]);
        await expect(call).rejects.toMatchObject({ code: "plugin.bad_argument" });
      }
    }
  });

  test.each(NAMES)("%s does not write outside of memory", async (_title, name, key, signature) => {
    for (const [answer] of answersOf(signature)) {
      const answering = () => (signature.waits ? Promise.resolve(answer) : answer);
      for (const area of [65_535, -4, 65_536, 2_147_483_647]) {
        const store = caller(name, key, encoding, hostWith({ [name]: { [key]: answering } }));
        const parameters = signature.parameters.flatMap((type, index) => VALUES[type]!.core(store, 64 + index * 32));
        if (coreOf(name, key).parameters.length === parameters.length) return;
        await expect(go(store, [...parameters, area])).rejects.toMatchObject({ code: "plugin.bad_argument" });
      }
    }
  });
});

test("half of a surrogate pair is no text", async () => {
  const store = caller("variables", "get", "utf16", hostWith({}));
  write(store, 64, "a\ud800b");
  await expect(go(store, [64, 3, 64, 1, AREA])).rejects.toMatchObject({ code: "plugin.bad_argument" });
});
