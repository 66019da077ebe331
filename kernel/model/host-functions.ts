import type { Log } from "./log.ts";
import type { Failure } from "./plugin-answers.ts";
import type { RequestState } from "./request-state.ts";

/** The types of the plugin contract by their WIT names, and what they are in TypeScript. */
type WitTypes = {
  "item-handle": number;
  string: string;
  json: string;
  bool: boolean;
  s64: bigint;
  f64: number;
  /** An index into `LOG_LEVELS`. */
  "log-level": number;
};
type WitResults = WitTypes & {
  none: undefined;
  "option<string>": string | null;
  "option<json>": string | null;
  /** A safe integer. */
  "option<s64>": number | null;
  "option<f64>": number | null;
  "option<bool>": boolean | null;
  "result<_, failure>": undefined | Failure;
  "result<string, failure>": string | Failure;
  "result<json, failure>": string | Failure;
  /** A safe integer. */
  "result<u64, failure>": number | Failure;
  "result<option<item-handle>, failure>": number | null | Failure;
};

export type WitType = keyof WitTypes;
export type WitResult = keyof WitResults;

/** The signature of a host function in the terms of WIT. */
export type HostSignature = {
  readonly parameters: readonly WitType[];
  readonly result: WitResult;
  /** Answers outside of a request as well: while a plugin starts, and while its declarations are collected. */
  readonly always?: true;
  /** Answers with a promise. */
  readonly waits?: true;
  /** Fuel that a call takes, where it is more than a look at something. */
  readonly cost?: number;
};

const ofField = { parameters: ["item-handle", "string"] } as const;
const SET = { result: "result<_, failure>", cost: 500 } as const;
/** Cost of functions that wait: they do much more than a guest could in the same time. */
const WAITS = { waits: true, cost: 20_000 } as const;

/**
 * Every function that a plugin may import, by interface. `sdk/wit/kernel.wit` says the same with words; a test compares
 * the two.
 */
export const HOST_INTERFACES = {
  "item-api": {
    "get-id": { parameters: ["item-handle"], result: "string" },
    "get-type": { parameters: ["item-handle"], result: "string" },
    "get-title": { parameters: ["item-handle"], result: "string" },
    "set-title": { parameters: ["item-handle", "string"], ...SET },
    "get-author-id": { parameters: ["item-handle"], result: "string" },
    "is-published": { parameters: ["item-handle"], result: "bool" },
    "set-published": { parameters: ["item-handle", "bool"], ...SET },
    "has-field": { ...ofField, result: "bool" },
    "get-field-string": { ...ofField, result: "option<string>" },
    "get-field-int": { ...ofField, result: "option<s64>" },
    "get-field-float": { ...ofField, result: "option<f64>" },
    "get-field-bool": { ...ofField, result: "option<bool>" },
    "get-field-json": { ...ofField, result: "option<json>" },
    "set-field-string": { parameters: ["item-handle", "string", "string"], ...SET },
    "set-field-int": { parameters: ["item-handle", "string", "s64"], ...SET },
    "set-field-float": { parameters: ["item-handle", "string", "f64"], ...SET },
    "set-field-bool": { parameters: ["item-handle", "string", "bool"], ...SET },
    "set-field-json": { parameters: ["item-handle", "string", "json"], ...SET },
    load: { parameters: ["string"], result: "result<option<item-handle>, failure>", ...WAITS },
    create: { parameters: ["json"], result: "result<string, failure>", ...WAITS },
    save: { parameters: ["item-handle", "string"], result: "result<_, failure>", ...WAITS },
    delete: { parameters: ["item-handle"], result: "result<_, failure>", ...WAITS },
    gather: { parameters: ["string", "string", "json"], result: "result<json, failure>", ...WAITS },
  },
  db: {
    select: { parameters: ["json"], result: "result<json, failure>", ...WAITS },
    insert: { parameters: ["string", "json"], result: "result<string, failure>", ...WAITS },
    update: { parameters: ["string", "json", "json"], result: "result<u64, failure>", ...WAITS },
    delete: { parameters: ["string", "json"], result: "result<u64, failure>", ...WAITS },
    "query-raw": { parameters: ["string", "json"], result: "result<json, failure>", ...WAITS },
    "execute-raw": { parameters: ["string", "json"], result: "result<u64, failure>", ...WAITS },
  },
  variables: {
    get: { parameters: ["string", "string"], result: "string" },
    set: { parameters: ["string", "string"], result: "result<_, failure>", ...WAITS },
  },
  "request-context": {
    get: { parameters: ["string"], result: "option<string>" },
    set: { parameters: ["string", "string"], result: "none", cost: 500 },
  },
  "user-api": {
    "current-user-id": { parameters: [], result: "string" },
    "current-user-name": { parameters: [], result: "string" },
    "current-user-has-permission": { parameters: ["string"], result: "bool" },
  },
  "cache-api": {
    get: { parameters: ["string", "string"], result: "option<string>", ...WAITS },
    set: { parameters: ["string", "string", "string", "json"], result: "none", ...WAITS },
    "invalidate-tag": { parameters: ["string"], result: "none", ...WAITS },
  },
  "plugin-api": {
    "plugin-exists": { parameters: ["string"], result: "bool" },
    invoke: { parameters: ["string", "string", "json"], result: "result<json, failure>", ...WAITS },
  },
  queue: {
    push: { parameters: ["string", "json"], result: "result<_, failure>", ...WAITS },
  },
  logging: { log: { parameters: ["log-level", "string"], result: "none", always: true, cost: 5_000 } },
} as const satisfies { readonly [name: string]: { readonly [name: string]: HostSignature } };

export type HostInterface = keyof typeof HOST_INTERFACES;

/** The module name that an interface is imported from. The version is that of the contract. */
export function importModule(name: string): string {
  return `trovato:kernel/${name}@1.0.0`;
}

/** Which plugin calls a host function. */
export type PluginContext = { readonly plugin: string; readonly log: Log };
/** Which plugin calls a host function, in which request. */
export type HostContext = PluginContext & { readonly state: RequestState };

type Arguments<Parameters extends readonly WitType[]> = {
  -readonly [Index in keyof Parameters]: WitTypes[Parameters[Index]];
};
type Answer<Signature extends HostSignature> = Signature extends { readonly waits: true }
  ? Promise<WitResults[Signature["result"]]>
  : WitResults[Signature["result"]];

/** A host function. What it throws stops the plugin's call; what the guest should know is a `Failure`. */
export type HostFunction<Signature extends HostSignature> = (
  context: Signature extends { readonly always: true } ? PluginContext : HostContext,
  ...parameters: Arguments<Signature["parameters"]>
) => Answer<Signature>;

/** The functions of one interface. */
export type HostFunctionsOf<Name extends HostInterface> = {
  readonly [Key in keyof (typeof HOST_INTERFACES)[Name]]: (typeof HOST_INTERFACES)[Name][Key] extends HostSignature
    ? HostFunction<(typeof HOST_INTERFACES)[Name][Key]>
    : never;
};

/** Everything that plugins may call, made above and handed to the plugin runtime as a value. */
export type HostFunctions = { readonly [Name in HostInterface]: HostFunctionsOf<Name> };
