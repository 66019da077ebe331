import type { Json, JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import type { Claim } from "./claims.ts";
import { claimsOf } from "./claims.ts";
import type { CheckContext, Kind, Shape } from "./kind.ts";
import { mayExchange } from "./may-exchange.ts";
import { keyOf } from "./shape.ts";

/**
 * Checks that every `renamed_from` of an object can have an effect: what it names is declared no longer, and claimed by
 * nothing else.
 */
export function checkClaims(kind: Kind, { object, all, report }: CheckContext): void {
  const claims = claimsOf(kind, object.spec);
  for (const claim of claims) {
    const isWhole = claim.path.length === 0;
    const own = claim.path.at(-1) ?? object.name;
    const parent = claim.path.slice(0, -1);
    const siblings = isWhole ? claimsOfObjects(kind, all(kind.name)) : claimsBeside(claims, parent);
    const declared = new Set(isWhole ? all(kind.name).map(({ name }) => name) : namesAt(kind, object.spec, parent));
    const isCircle = !mayExchange(kind.name, parent) && leadsTo(own, claim.previous, siblings, new Set());
    for (const [index, previous] of claim.previous.entries()) {
      const problem = problemOf(own, previous, declared, siblings) ?? (isCircle ? circleProblem(own, previous) : null);
      if (problem === null) continue;
      const at = Array.isArray(valueAt(object.spec, claim.at)) ? [...claim.at, index] : claim.at;
      report("pack.idle_rename", at, problem);
    }
  }
}

function problemOf(
  own: string,
  previous: string,
  declared: ReadonlySet<string>,
  siblings: ReadonlyMap<string, readonly string[]>,
): string | null {
  if (previous === own) return `${own} is renamed from itself.`;
  if (declared.has(previous) && !siblings.has(previous)) {
    return `${own} is renamed from ${previous}, which is declared too: drop \`renamed_from\`, or the other one.`;
  }
  const other = [...siblings].find(([name, names]) => name !== own && names.includes(previous));
  return other === undefined ? null : `${own} and ${other[0]} are both renamed from ${previous}.`;
}

function circleProblem(own: string, previous: string): string {
  return `${own} and ${previous} take each other's names, which only fields can: rename one to a third name, and apply that first.`;
}

function leadsTo(
  own: string,
  names: readonly string[],
  siblings: ReadonlyMap<string, readonly string[]>,
  seen: Set<string>,
): boolean {
  return names.some((name) => {
    if (name === own) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return leadsTo(own, siblings.get(name) ?? [], siblings, seen);
  });
}

function claimsOfObjects(
  kind: Kind,
  objects: readonly { readonly name: string; readonly spec: JsonObject }[],
): ReadonlyMap<string, readonly string[]> {
  return new Map(
    objects.flatMap(({ name, spec }) =>
      claimsOf(kind, spec)
        .filter(({ path }) => path.length === 0)
        .map(({ previous }) => [name, previous] as const),
    ),
  );
}

function claimsBeside(claims: readonly Claim[], parent: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const isBeside = ({ path }: Claim) =>
    path.length === parent.length + 1 && parent.every((name, index) => path[index] === name);
  return new Map(claims.filter(isBeside).map(({ path, previous }) => [path.at(-1)!, previous]));
}

/** The names of the parts of a spec at `path`. */
function namesAt(shape: Shape, spec: JsonObject, path: readonly string[]): readonly string[] {
  let value: Json | undefined = spec;
  for (const [index, name] of path.entries()) value = partOf(shape, value, path.slice(0, index), name);
  if (!Array.isArray(value)) return isObject(value) ? Object.keys(value) : [];
  const key = keyOf(shape, path);
  return value.map((entry: Json) => String((entry as JsonObject)[key ?? ""]));
}

function partOf(shape: Shape, value: Json | undefined, path: readonly string[], name: string): Json | undefined {
  if (!Array.isArray(value)) return isObject(value) ? (value as JsonObject)[name] : undefined;
  const key = keyOf(shape, path);
  return value.find((entry: Json) => isObject(entry) && (entry as JsonObject)[key ?? ""] === name);
}

function valueAt(spec: JsonObject, at: readonly (string | number)[]): Json | undefined {
  return at.reduce<Json | undefined>((value, step) => (value as { [step: string | number]: Json })?.[step], spec);
}
