import type { JsonObject } from "../../base/json.ts";
import type { Kind, Renamed } from "../../kinds/kind.ts";
import { KINDS_IN_ORDER } from "../../kinds/kinds.ts";
import { renamedPermissions } from "../../kinds/permission-catalogue.ts";
import type { Desired, DesiredObject } from "../../model/desired.ts";
import { leavesOf, pathText, prefixesOf } from "../compare/leaves.ts";
import { EXCHANGING_KIND } from "../history/exchanged-names.ts";
import type { State } from "../history/state.ts";
import { claimsOf } from "./claims.ts";
import type { Exchange, NameMove } from "./exchanges.ts";
import { exchangesAmong } from "./exchanges.ts";

/** The objects that are still to be renamed: live under an old name, not under the new one. In the order in which names become free. */
export function objectRenames(desired: Desired, { live }: Pick<State, "live">): readonly Renamed[] {
  return KINDS_IN_ORDER.filter((kind) => kind.renames !== null).flatMap((kind) => {
    const objects = desired.objects.filter((object) => object.kind === kind.name);
    const claims = new Map<string, readonly string[]>();
    for (const object of objects) {
      const whole = claimsOf(kind, object).find(({ path }) => path.length === 0);
      if (whole !== undefined) claims.set(object.name, whole.previous);
    }
    const wanted = new Set(objects.map(({ name }) => name));
    return possibleMoves(claims, live.get(kind.name)!, wanted).map(({ from, to }) => ({
      kind: kind.name,
      name: from,
      path: [],
      next: to,
      sharedBy: new Set<string>(),
      permissions: renamedPermissions(kind.name, from, to),
    }));
  });
}

/** A step of carrying renames out, and the rename that the packs ask for: null for a step that only makes room for others. */
export type RenameStep = { readonly renamed: Renamed; readonly asked: Renamed | null };

/** What keeps a name while another one takes its place. No field can be called that. */
const PARKED = "~";

/**
 * The parts of an object that are still to be renamed in its live spec, those above before those below. `withRename` tells what the
 * live spec is after one of them. `isDone` tells of fields that take each other's names whether they have.
 */
export function partRenames(
  kind: Kind,
  object: DesiredObject,
  live: JsonObject,
  sharedBy: (part: readonly string[]) => ReadonlySet<string>,
  isDone: (exchange: Exchange) => boolean,
): readonly RenameStep[] {
  const claims = claimsOf(kind, object).filter(({ path }) => path.length > 0);
  if (claims.length === 0 || kind.renames === null) return [];
  const wanted = prefixesOf(leavesOf(kind, object.spec));
  const siblings = Map.groupBy(claims, ({ path }) => pathText(path.slice(0, -1)));
  const steps: RenameStep[] = [];
  let spec = live;
  for (const group of [...siblings.values()].sort((one, other) => one[0]!.path.length - other[0]!.path.length)) {
    const parent = group[0]!.path.slice(0, -1);
    const names = prefixesOf(leavesOf(kind, spec));
    const within = (all: ReadonlySet<string>) => ({ has: (name: string) => all.has(pathText([...parent, name])) });
    const previous = new Map(group.map((claim) => [claim.path.at(-1)!, claim.previous]));
    const renamedTo = ({ from, to }: NameMove): Renamed => {
      const path = [...parent, from];
      return { kind: kind.name, name: object.name, path, next: to, sharedBy: sharedBy(path), permissions: new Map() };
    };
    const add = (step: RenameStep) => {
      steps.push(step);
      spec = kind.followed!(object.name, spec, step.renamed);
    };
    for (const move of possibleMoves(previous, within(names), within(wanted))) {
      const renamed = renamedTo(move);
      add({ renamed, asked: renamed });
    }
    if (kind.name !== EXCHANGING_KIND || parent.length !== 1) continue;
    for (const exchange of exchangesAmong(previous, (name) => within(names).has(name) && within(wanted).has(name))) {
      if (!isDone(exchange)) for (const step of exchangeSteps(exchange, renamedTo)) add(step);
    }
  }
  return steps;
}

/** The name that the first move takes is parked, so that each move finds its name free, and moves on last. */
function exchangeSteps(exchange: Exchange, renamedTo: (move: NameMove) => Renamed): readonly RenameStep[] {
  const first = exchange[0]!.to;
  const parked = `${PARKED}${first}`;
  return [
    { renamed: renamedTo({ from: first, to: parked }), asked: null },
    ...exchange.map((move): RenameStep => {
      const asked = renamedTo(move);
      return { asked, renamed: move.from === first ? { ...asked, path: [...asked.path.slice(0, -1), parked] } : asked };
    }),
  ];
}

/** The other types that go on with a field of the name. */
export function typesWithField(objects: readonly DesiredObject[], type: string, field: string): ReadonlySet<string> {
  const others = objects.filter(({ kind, name }) => kind === "type" && name !== type);
  const fieldsOf = ({ spec }: DesiredObject) => (spec["fields"] ?? {}) as JsonObject;
  return new Set(others.filter((object) => Object.hasOwn(fieldsOf(object), field)).map(({ name }) => name));
}

type Names = { has(name: string): boolean };

/**
 * Which names move where: from one that is live to one that is not. A name that is declared still goes on as itself, unless something
 * else takes its place: `b → c` and `a → b` in one go.
 */
function possibleMoves(
  claims: ReadonlyMap<string, readonly string[]>,
  live: Names,
  wanted: Names,
): readonly NameMove[] {
  const taken = new Set<string>();
  const movesTo = (to: string, above: readonly string[]): readonly NameMove[] | null => {
    for (const from of claims.get(to) ?? []) {
      if (!live.has(from) || taken.has(from) || above.includes(from)) continue;
      if (!wanted.has(from)) return [{ from, to }];
      const next = movesTo(from, [...above, from]);
      if (next !== null) return [{ from, to }, ...next];
    }
    return null;
  };
  const moves: NameMove[] = [];
  for (const to of claims.keys()) {
    const found = live.has(to) ? null : movesTo(to, [to]);
    for (const move of found ?? []) {
      taken.add(move.from);
      moves.push(move);
    }
  }
  return moves;
}
