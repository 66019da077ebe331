import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import type { HostSignature, WitResult, WitType } from "../model/host-functions.ts";
import { HOST_INTERFACES, importModule } from "../model/host-functions.ts";
import type { TapExport, TapName, TapResult } from "../model/taps.ts";
import { TAPS } from "../model/taps.ts";

/** Parameters of a core function by WIT type. */
const FLAT: { readonly [Type in WitType]: readonly string[] } = {
  "item-handle": ["i32"],
  string: ["i32", "i32"],
  json: ["i32", "i32"],
  bool: ["i32"],
  s64: ["i64"],
  f64: ["f64"],
  "log-level": ["i32"],
};
/**
 * Results that fit into one core value, or into none; all others are written to an address that is the last parameter.
 */
const DIRECT: { readonly [Result in WitResult]?: readonly string[] } = { none: [], bool: ["i32"] };

/** `(i32, i32) -> ()`: the core signature of a function. */
export function signatureText(parameters: readonly string[], results: readonly string[]): string {
  const left = `(${parameters.join(", ")})`;
  return results.length === 1 ? `${left} -> ${results[0]}` : `${left} -> (${results.join(", ")})`;
}

/** Result of a core function by the result of the tap; anything larger is returned as an address. */
const RETURNED: { readonly [Result in TapResult]: readonly string[] } = {
  none: [],
  json: ["i32"],
  "access-result": ["i32"],
  "result<_, failure>": ["i32"],
};

/**
 * How a plugin exports `tap`: with items by handle, or whole where its manifest wants that and the tap has such a form.
 */
export function tapExport({ data_mode, taps }: PluginSpec, tap: TapName): TapExport {
  const { full, ...byHandle } = TAPS[tap];
  const mode = taps.options?.[tap]?.data_mode ?? data_mode;
  return mode === "full" && full !== null ? full : byHandle;
}

/** A function that a plugin offers to others and to menus. */
export const OFFERED = { parameters: [["payload", "json"]], result: "json" } as const;

export function tapSignature({ parameters, result }: Pick<TapExport, "parameters" | "result">): string {
  return signatureText(
    parameters.flatMap(([, type]) => FLAT[type]),
    RETURNED[result],
  );
}

function hostSignature({ parameters, result }: HostSignature): string {
  const flat = parameters.flatMap((type) => FLAT[type]);
  const direct = DIRECT[result];
  return direct === undefined ? signatureText([...flat, "i32"], []) : signatureText(flat, direct);
}

/** Every function of the kernel that a plugin may import, as `module name`, with its core signature. */
export const HOST_IMPORTS: ReadonlyMap<string, string> = new Map(
  Object.entries(HOST_INTERFACES).flatMap(([name, functions]) =>
    Object.entries(functions as { readonly [name: string]: HostSignature }).map(
      ([key, signature]): [string, string] => [`${importModule(name)} ${key}`, hostSignature(signature)],
    ),
  ),
);

/** The host functions that wait, as `module name`. */
export const WAITING_IMPORTS: ReadonlySet<string> = new Set(
  Object.entries(HOST_INTERFACES).flatMap(([name, functions]) =>
    Object.entries(functions as { readonly [name: string]: HostSignature })
      .filter(([, { waits }]) => waits)
      .map(([key]) => `${importModule(name)} ${key}`),
  ),
);
