import { randomFillSync } from "node:crypto";
import { Fault } from "../base/fault.ts";
import { signatureText } from "./contract.ts";
import { countHostCall, payFuel } from "./fuel.ts";
import type { Store } from "./store.ts";
import { bytesOf, viewOf } from "./store.ts";

/**
 * The part of WASI preview 1 that toolchains import whether a program needs it or not. Nothing here reaches files, the
 * network or the environment: writing to stdout and stderr goes to the log, clocks and random numbers work, all else
 * answers that it is not there.
 */
type WasiFunction = {
  /** Core parameter types: `i` is i32, `I` is i64. */
  readonly parameters: string;
  readonly call: (store: Store, ...parameters: never[]) => number;
};

export const WASI_MODULE = "wasi_snapshot_preview1";

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const FAULT = 21;
const INVALID = 28;
const NOT_SUPPORTED = 58;

const badDescriptor = () => BAD_DESCRIPTOR;
const notSupported = () => NOT_SUPPORTED;

const WASI: { readonly [name: string]: WasiFunction } = {
  args_get: { parameters: "ii", call: () => SUCCESS },
  args_sizes_get: { parameters: "ii", call: noSizes },
  environ_get: { parameters: "ii", call: () => SUCCESS },
  environ_sizes_get: { parameters: "ii", call: noSizes },
  clock_res_get: {
    parameters: "ii",
    call: (store: Store, _clock: number, at: number) => writeI64(store, at, 1_000_000n),
  },
  clock_time_get: { parameters: "iIi", call: clockTime },
  fd_close: { parameters: "i", call: badDescriptor },
  fd_fdstat_get: { parameters: "ii", call: badDescriptor },
  fd_fdstat_set_flags: { parameters: "ii", call: badDescriptor },
  fd_filestat_get: { parameters: "ii", call: badDescriptor },
  fd_prestat_get: { parameters: "ii", call: badDescriptor },
  fd_prestat_dir_name: { parameters: "iii", call: badDescriptor },
  fd_read: { parameters: "iiii", call: badDescriptor },
  fd_seek: { parameters: "iIii", call: badDescriptor },
  fd_write: { parameters: "iiii", call: writeToLog },
  path_open: { parameters: "iiiiiIIii", call: badDescriptor },
  poll_oneoff: { parameters: "iiii", call: notSupported },
  proc_exit: { parameters: "i", call: exit },
  random_get: { parameters: "ii", call: random },
  sched_yield: { parameters: "", call: () => SUCCESS },
};

/** The functions with their core signatures, as `module name`. */
export const WASI_IMPORTS: ReadonlyMap<string, string> = new Map(
  Object.entries(WASI).map(([name, { parameters }]) => {
    const types = [...parameters].map((letter) => (letter === "I" ? "i64" : "i32"));
    return [`${WASI_MODULE} ${name}`, signatureText(types, name === "proc_exit" ? [] : ["i32"])];
  }),
);

/** One of the functions, for one store, which exists once the instance does. */
export function wasiImport(name: string, current: () => Store): (...parameters: unknown[]) => number {
  const { call } = WASI[name]!;
  return (...parameters) => {
    const store = current();
    countHostCall(store);
    return call(store, ...(parameters as never[]));
  };
}

function inMemory(store: Store, at: number, size: number): boolean {
  return (at >>> 0) + (size >>> 0) <= bytesOf(store).length;
}

function noSizes(store: Store, count: number, size: number): number {
  if (!inMemory(store, count, 4) || !inMemory(store, size, 4)) return FAULT;
  const view = viewOf(store);
  view.setUint32(count >>> 0, 0, true);
  view.setUint32(size >>> 0, 0, true);
  return SUCCESS;
}

function writeI64(store: Store, at: number, value: bigint): number {
  if (!inMemory(store, at, 8)) return FAULT;
  viewOf(store).setBigUint64(at >>> 0, value, true);
  return SUCCESS;
}

/** Wall clock and monotonic clock, to a millisecond. */
function clockTime(store: Store, clock: number, _precision: bigint, at: number): number {
  if (clock !== 0 && clock !== 1) return INVALID;
  const milliseconds = clock === 0 ? Date.now() : Math.floor(performance.now());
  return writeI64(store, at, BigInt(milliseconds) * 1_000_000n);
}

function random(store: Store, at: number, size: number): number {
  if (!inMemory(store, at, size)) return FAULT;
  const from = at >>> 0;
  payFuel(store, size >>> 3);
  randomFillSync(bytesOf(store).subarray(from, from + (size >>> 0)));
  return SUCCESS;
}

const LONGEST_LINE = 4096;
const MOST_PARTS = 64;
/** Fuel for a line of the log. */
const LINE_COST = 5_000;

function writeToLog(store: Store, descriptor: number, parts: number, count: number, written: number): number {
  if (descriptor !== 1 && descriptor !== 2) return BAD_DESCRIPTOR;
  if (count >>> 0 > MOST_PARTS) return INVALID;
  if (!inMemory(store, parts, count * 8) || !inMemory(store, written, 4)) return FAULT;
  const view = viewOf(store);
  const bytes = bytesOf(store);
  let text = "";
  let total = 0;
  for (let index = 0; index < count; index++) {
    const from = view.getUint32((parts >>> 0) + index * 8, true);
    const size = view.getUint32((parts >>> 0) + index * 8 + 4, true);
    if (!inMemory(store, from, size)) return FAULT;
    const end = from + Math.min(size, LONGEST_LINE - text.length);
    text += Buffer.from(bytes.subarray(from, end)).toString("utf8");
    total += size;
  }
  view.setUint32(written >>> 0, total, true);
  payFuel(store, LINE_COST);
  store.context.log[descriptor === 2 ? "warn" : "info"]({ plugin: store.context.plugin }, text.trimEnd());
  return SUCCESS;
}

function exit(_store: Store, code: number): never {
  throw new Fault("plugin.trapped", `It called exit(${code}).`);
}
