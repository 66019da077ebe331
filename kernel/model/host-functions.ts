import type { Log } from "./log.ts";
import type { RequestState } from "./request-state.ts";

/** The types of the plugin contract that exist so far, by their WIT names, and what they are in TypeScript. */
type WitTypes = {
  "item-handle": number;
  string: string;
  json: string;
  bool: boolean;
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
};

export type WitType = keyof WitTypes;
export type WitResult = keyof WitResults;

/** The signature of a host function in the terms of WIT. */
export type HostSignature = {
  readonly parameters: readonly WitType[];
  readonly result: WitResult;
  /** Answers outside of a request as well: while a plugin starts, and while its declarations are collected. */
  readonly always?: true;
  /** Fuel that a call takes, where it is more than a look at something. */
  readonly cost?: number;
};

/** The cases of the WIT enum `log-level`, in order. */
export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;

const ofField = { parameters: ["item-handle", "string"] } as const;

/** Every function that a plugin may import, by interface. `sdk/wit/kernel.wit` says the same with words; a test compares the two. */
export const HOST_INTERFACES = {
  "item-api": {
    "get-id": { parameters: ["item-handle"], result: "string" },
    "get-type": { parameters: ["item-handle"], result: "string" },
    "get-title": { parameters: ["item-handle"], result: "string" },
    "get-author-id": { parameters: ["item-handle"], result: "string" },
    "is-published": { parameters: ["item-handle"], result: "bool" },
    "has-field": { ...ofField, result: "bool" },
    "get-field-string": { ...ofField, result: "option<string>" },
    "get-field-int": { ...ofField, result: "option<s64>" },
    "get-field-float": { ...ofField, result: "option<f64>" },
    "get-field-bool": { ...ofField, result: "option<bool>" },
    "get-field-json": { ...ofField, result: "option<json>" },
  },
  variables: { get: { parameters: ["string", "string"], result: "string" } },
  "request-context": {
    get: { parameters: ["string"], result: "option<string>" },
    set: { parameters: ["string", "string"], result: "none", cost: 500 },
  },
  "user-api": {
    "current-user-id": { parameters: [], result: "string" },
    "current-user-name": { parameters: [], result: "string" },
    "current-user-has-permission": { parameters: ["string"], result: "bool" },
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

/** A host function: it answers at once; what it throws stops the plugin's call. */
export type HostFunction<Signature extends HostSignature> = (
  context: Signature extends { readonly always: true } ? PluginContext : HostContext,
  ...parameters: Arguments<Signature["parameters"]>
) => WitResults[Signature["result"]];

/** The functions of one interface. */
export type HostFunctionsOf<Name extends HostInterface> = {
  readonly [Key in keyof (typeof HOST_INTERFACES)[Name]]: (typeof HOST_INTERFACES)[Name][Key] extends HostSignature
    ? HostFunction<(typeof HOST_INTERFACES)[Name][Key]>
    : never;
};

/** Everything that plugins may call, made above and handed to the plugin runtime as a value. */
export type HostFunctions = { readonly [Name in HostInterface]: HostFunctionsOf<Name> };
