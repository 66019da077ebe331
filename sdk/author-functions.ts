import type { TapName } from "../kernel/model/taps.ts";
import { TAPS } from "../kernel/model/taps.ts";

type ParameterType = keyof typeof PARAMETERS;
type ReturnType = keyof typeof RETURNS;

/**
 * How an author writes a function that the kernel calls. A return type may be written as any of those listed; the first
 * is shown.
 */
export type AuthorSignature = {
  readonly parameters: readonly (readonly [name: string, type: ParameterType])[];
  readonly returns: readonly ReturnType[];
};

/**
 * How the type of a parameter arrives at an export of the contract: its core parameters, and what makes the author's
 * value of them.
 */
const PARAMETERS = {
  Item: { core: (name: string) => `${name}: i32`, lift: (name: string) => `new Item(${name})` },
  FullItem: { core: coreText, lift: (name: string) => `new FullItem(liftJsonParameter(${name}, ${name}Length))` },
  Json: { core: coreText, lift: (name: string) => `liftJsonParameter(${name}, ${name}Length)` },
  string: { core: coreText, lift: (name: string) => `liftParameter(${name}, ${name}Length)` },
} as const;

/** How what the author returns leaves an export. */
const RETURNS = {
  "Element | null": { core: "usize", lower: (call: string) => `return ofElement(${call});` },
  Element: { core: "usize", lower: (call: string) => `return ofElement(${call});` },
  Json: { core: "usize", lower: (call: string) => `return ofJson(${call});` },
  "ContentType[]": { core: "usize", lower: (call: string) => `return ofList<ContentType>(${call});` },
  "Page[]": { core: "usize", lower: (call: string) => `return ofList<Page>(${call});` },
  "ItemGrant[]": { core: "usize", lower: (call: string) => `return ofList<ItemGrant>(${call});` },
  "UserGrant[]": { core: "usize", lower: (call: string) => `return ofList<UserGrant>(${call});` },
  "Template[]": { core: "usize", lower: (call: string) => `return ofList<Template>(${call});` },
  "Permission[]": { core: "usize", lower: (call: string) => `return ofList<Permission>(${call});` },
  "Failure | null": { core: "usize", lower: (call: string) => `return ofFailure(${call});` },
  AccessResult: { core: "i32", lower: (call: string) => `return ${call};` },
  void: { core: "void", lower: (call: string) => `${call};` },
} as const;

function coreText(name: string): string {
  return `${name}: usize, ${name}Length: i32`;
}

const ITEM = ["item", "Item"] as const;
const step = { parameters: [], returns: ["Failure | null"] } as const satisfies AuthorSignature;
const toldOfAccount = { parameters: [["account", "Json"]], returns: ["void"] } as const satisfies AuthorSignature;
const told = { parameters: [ITEM], returns: ["void"] } as const satisfies AuthorSignature;

/** The name of a tap as an author writes it: without the prefix. */
export type AuthorTap = TapName extends `tap_${infer Name}` ? Name : never;

/** Every tap as an author writes it, by the name of the function. */
export const AUTHOR_TAPS: { readonly [Name in AuthorTap]: AuthorSignature } = {
  item_info: { parameters: [], returns: ["ContentType[]"] },
  perm: { parameters: [], returns: ["Permission[]"] },
  menu: { parameters: [], returns: ["Page[]"] },
  theme: { parameters: [], returns: ["Template[]"] },
  item_view: { parameters: [ITEM], returns: ["Element | null", "Element"] },
  item_view_alter: { parameters: [ITEM, ["elements", "Json"]], returns: ["Json"] },
  preprocess_item: { parameters: [ITEM, ["variables", "Json"]], returns: ["Json"] },
  gather_alter: {
    parameters: [
      ["gather", "string"],
      ["display", "string"],
      ["definition", "Json"],
    ],
    returns: ["Json"],
  },
  item_presave: { parameters: [ITEM], returns: ["Failure | null"] },
  item_insert: told,
  item_update: told,
  item_delete: told,
  item_access: { parameters: [ITEM, ["operation", "string"]], returns: ["AccessResult"] },
  item_grants: { parameters: [ITEM], returns: ["ItemGrant[]"] },
  user_grants: { parameters: [], returns: ["UserGrant[]"] },
  user_login: toldOfAccount,
  user_logout: toldOfAccount,
  user_register: toldOfAccount,
  user_update: toldOfAccount,
  user_delete: toldOfAccount,
  cron: { parameters: [], returns: ["void"] },
  install: step,
  upgrade: { parameters: [["fromVersion", "string"]], returns: ["Failure | null"] },
  enable: step,
  disable: step,
  uninstall: step,
};

/** Function that a menu or another plugin calls by its name. */
export const CALLBACK: AuthorSignature = {
  parameters: [["payload", "Json"]],
  returns: ["Element | null", "Element", "Json"],
};

/** The same tap with the whole item handed over; null where the kernel has no such form of it. */
export function inFull(tap: string, { parameters, returns }: AuthorSignature): AuthorSignature | null {
  const contract = (TAPS as { readonly [tap: string]: { readonly full: unknown } | undefined })[`tap_${tap}`];
  if (contract?.full === null) return null;
  return { parameters: parameters.map(([name, type]) => [name, type === "Item" ? "FullItem" : type]), returns };
}

/** `item_view(item: Item): Element | null`. */
export function signatureText(name: string, { parameters, returns }: AuthorSignature): string {
  return `${name}(${parameters.map(([key, type]) => `${key}: ${type}`).join(", ")}): ${returns[0]}`;
}

/** The source of the export that calls the author's function `call`. */
export function glueOf(name: string, call: string, { parameters, returns }: AuthorSignature): string {
  const core = parameters.map(([key, type]) => PARAMETERS[type].core(key)).join(", ");
  const lifted = parameters.map(([key, type]) => PARAMETERS[type].lift(key)).join(", ");
  const { core: result, lower } = RETURNS[returns[0]!];
  return `export function ${name}(${core}): ${result} { ${lower(`${call}(${lifted})`)} }`;
}
