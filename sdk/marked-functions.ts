import { didYouMean } from "../kernel/base/near-miss.ts";
import type { AuthorSignature, AuthorTap } from "./author-functions.ts";
import { AUTHOR_TAPS, CALLBACK, inFull, signatureText } from "./author-functions.ts";

/** A function that an author marked with `@tap` or `@callback`. Types are as they were written. */
export type MarkedFunction = {
  readonly mark: "tap" | "callback";
  readonly name: string;
  readonly parameters: readonly string[];
  readonly returns: string;
  readonly isExported: boolean;
  readonly isGeneric: boolean;
};

/** Outcome for a marked function: an export of the contract, or the problem with it. */
export type Export = {
  readonly name: string;
  /** The name in the module. */
  readonly exportName: string;
  /** The tap as manifests name it; null for a callback. */
  readonly tap: string | null;
  /** True when items are handed over whole (`data_mode: full`). */
  readonly isFull: boolean;
  readonly signature: AuthorSignature;
};

/** The export that `marked` becomes, or a sentence about what is wrong. `others` are the exports found so far. */
export function exportOf(marked: MarkedFunction, others: readonly Export[]): Export | string {
  const { mark, name } = marked;
  const expected =
    mark === "callback" ? CALLBACK : Object.hasOwn(AUTHOR_TAPS, name) ? AUTHOR_TAPS[name as AuthorTap] : null;
  if (expected === null) return unknownTap(name);
  if (mark === "callback" && Object.hasOwn(AUTHOR_TAPS, name))
    return `'${name}' is a tap: mark it with @tap, or give the callback another name.`;
  if (others.some((other) => other.name === name))
    return `There are two functions '${name}'; their names are those of exports.`;
  if (marked.isGeneric) return `'${name}' cannot have type parameters: the kernel calls it.`;
  const wrong = `${mark === "tap" ? "The tap" : "The callback"} '${name}'`;
  const full = mark === "tap" ? inFull(name, expected) : null;
  const found = [expected, ...(full === null ? [] : [full])].find((signature) => fits(marked, signature));
  if (found === undefined)
    return `${wrong} is written as ${signatureText(name, expected)}; found ${foundText(marked)}.`;
  if (!marked.isExported) return `Write 'export' before the function '${name}'.`;
  const isFull = found === full && found !== expected && marked.parameters.includes("FullItem");
  const inKebab = name.replaceAll("_", "-");
  return {
    name,
    exportName: mark === "callback" ? inKebab : `tap-${inKebab}${isFull ? "-full" : ""}`,
    tap: mark === "callback" ? null : `tap_${name}`,
    isFull,
    signature: { ...found, returns: found.returns.filter((type) => type === marked.returns) },
  };
}

function unknownTap(name: string): string {
  const near = didYouMean(name, Object.keys(AUTHOR_TAPS));
  const help = "A function that only a menu or another plugin calls is marked with @callback.";
  return `There is no tap '${name}'.${near === "" ? ` Taps are ${Object.keys(AUTHOR_TAPS).join(", ")}. ${help}` : near}`;
}

function fits({ parameters, returns }: MarkedFunction, signature: AuthorSignature): boolean {
  const types = signature.parameters.map(([, type]) => type);
  return parameters.join() === types.join() && (signature.returns as readonly string[]).includes(returns);
}

function foundText({ parameters, returns }: MarkedFunction): string {
  return `(${parameters.join(", ")})${returns === "" ? " without a result type" : `: ${returns}`}`;
}
