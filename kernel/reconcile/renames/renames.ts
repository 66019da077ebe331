import type { JsonObject } from "../../base/json.ts";
import { claimsOf } from "../../kinds/claims.ts";
import type { Kind, Renamed } from "../../kinds/kind.ts";
import { KINDS_IN_ORDER } from "../../kinds/kinds.ts";
import { mayExchange } from "../../kinds/may-exchange.ts";
import { renamedPermissions } from "../../kinds/permission-catalogue.ts";
import type { Desired, DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import { leavesOf, pathText, prefixesOf } from "../compare/leaves.ts";
import type { State } from "../history/state.ts";
import type { Exchange, NameMove } from "./exchanges.ts";
import { exchangesAmong } from "./exchanges.ts";
import { partBefore } from "./stored.ts";

/** Renames of objects, and the claims of those that can have no effect. */
export type ObjectRenames = { readonly renames: readonly Renamed[]; readonly idle: readonly IdleClaim[] };

/** A `renamed_from` that names something live, and moves nothing; `isTaken` where its own name is live too. */
export type IdleClaim = {
  readonly object: DesiredObject;
  readonly path: readonly string[];
  readonly previous: string;
  readonly isTaken: boolean;
};

/**
 * The objects that are still to be renamed: live under an old name, not under the new one. In the order in which names
 * become free.
 */
export function objectRenames(desired: Desired, { live, ledger }: Pick<State, "live" | "ledger">): ObjectRenames {
  const renames: Renamed[] = [];
  const idle: IdleClaim[] = [];
  for (const kind of KINDS_IN_ORDER.filter((each) => each.renames !== null)) {
    const objects = new Map(
      desired.objects.filter((object) => object.kind === kind.name).map((object) => [object.name, object]),
    );
    const claims = new Map<string, readonly string[]>();
    for (const object of objects.values()) {
      const whole = claimsOf(kind, object.spec).find(({ path }) => path.length === 0);
      if (whole !== undefined) claims.set(object.name, whole.previous);
    }
    const names = { live: live.get(kind.name)!, wanted: objects };
    const moves = possibleMoves(claims, names);
    for (const { from, to } of moves) {
      renames.push({
        kind: kind.name,
        name: from,
        path: [],
        next: to,
        sharedBy: new Set(),
        permissions: renamedPermissions(kind.name, from, to),
      });
    }
    const last = { has: (name: string) => ledger.has(addressOf(kind.name, name)) };
    for (const { to, ...claim } of idleAmong(claims, { ...names, last }, moves)) {
      idle.push({ ...claim, object: objects.get(to)!, path: [] });
    }
  }
  return { renames, idle };
}

/**
 * A step of carrying renames out, and the rename that the packs ask for: null for a step that only makes room for
 * others.
 */
export type RenameStep = { readonly renamed: Renamed; readonly asked: Renamed | null };

/** Name that parks a value while another one takes its place. No field can be called that. */
const PARKED = "~";

/** An object whose parts may have other names, as it is live and as it was applied last. */
export type RenamedObject = {
  readonly kind: Kind;
  readonly object: DesiredObject;
  readonly live: JsonObject;
  readonly last: JsonObject | null;
  /** The other objects that go on with a part. */
  sharedBy(part: readonly string[]): ReadonlySet<string>;
  /** Tells of fields that take each other's names whether they have. */
  isDone(exchange: Exchange): boolean;
};

/**
 * The parts of an object that are still to be renamed in its live spec, those above before those below, and then those
 * that move elsewhere.
 */
export function partRenames(renamedObject: RenamedObject): {
  steps: readonly RenameStep[];
  idle: readonly IdleClaim[];
} {
  const { kind, object, isDone, sharedBy } = renamedObject;
  if (kind.renames === null) return { steps: [], idle: [] };
  const claims = claimsOf(kind, object.spec).filter(({ path }) => path.length > 0);
  const wanted = claims.length === 0 ? new Set<string>() : prefixesOf(leavesOf(kind, object.spec));
  const siblings = Map.groupBy(claims, ({ path }) => pathText(path.slice(0, -1)));
  const steps: RenameStep[] = [];
  const idle: IdleClaim[] = [];
  let { live, last } = renamedObject;
  const add = (step: RenameStep) => {
    steps.push(step);
    live = kind.followed!(object.name, live, step.renamed);
    last = last === null ? null : kind.followed!(object.name, last, step.renamed);
  };
  const partAt = (path: readonly string[]): Omit<Renamed, "next"> => ({
    ...{ kind: kind.name, name: object.name, path, sharedBy: sharedBy(path), permissions: new Map() },
  });
  for (const group of [...siblings.values()].sort((one, other) => one[0]!.path.length - other[0]!.path.length)) {
    const parent = group[0]!.path.slice(0, -1);
    const within = (all: ReadonlySet<string>) => ({ has: (name: string) => all.has(pathText([...parent, name])) });
    const namesOf = (spec: JsonObject | null) => within(spec === null ? new Set() : prefixesOf(leavesOf(kind, spec)));
    const names = { live: namesOf(live), last: namesOf(last), wanted: within(wanted) };
    const previous = new Map(group.map((claim) => [claim.path.at(-1)!, claim.previous]));
    const renamedTo = ({ from, to }: NameMove): Renamed => ({ ...partAt([...parent, from]), next: to });
    const moves = possibleMoves(previous, names);
    for (const move of moves) {
      const renamed = renamedTo(move);
      add({ renamed, asked: renamed });
    }
    for (const { to, ...claim } of idleAmong(previous, names, moves)) {
      idle.push({ ...claim, object, path: [...parent, to] });
    }
    if (!mayExchange(kind.name, parent)) continue;
    for (const exchange of exchangesAmong(previous, (name) => names.live.has(name) && names.wanted.has(name))) {
      if (!isDone(exchange)) for (const step of exchangeSteps(exchange, renamedTo)) add(step);
    }
  }
  const pathBefore = (path: readonly string[]) =>
    partBefore(
      steps.map(({ renamed }) => renamed),
      kind.name,
      { name: object.name, path },
    ).path;
  const nextMove = () => kind.renames!.moved(object.spec, { spec: live, last, pathBefore });
  for (let move = nextMove(); move !== null; move = nextMove()) {
    const renamed = { ...partAt(move.path), ...move };
    add({ renamed, asked: renamed });
  }
  return { steps, idle };
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
 * Which names move where: from one that is live to one that is not. A name that is declared still goes on as itself,
 * unless something else takes its place: `b → c` and `a → b` in one go.
 */
function possibleMoves(
  claims: ReadonlyMap<string, readonly string[]>,
  { live, wanted }: { readonly live: Names; readonly wanted: Names },
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

/**
 * The claims that name something live, and move nothing of it. One is spent where its name was applied and what it
 * names was not: then somebody has used the old name anew.
 */
function* idleAmong(
  claims: ReadonlyMap<string, readonly string[]>,
  { live, last, wanted }: { readonly live: Names; readonly last: Names; readonly wanted: Names },
  moves: readonly NameMove[],
): Iterable<{ readonly to: string; readonly previous: string; readonly isTaken: boolean }> {
  for (const [to, names] of claims) {
    if (moves.some((move) => move.to === to)) continue;
    const isTaken = live.has(to);
    const previous = names.find(
      (from) =>
        live.has(from) &&
        !moves.some((move) => move.from === from) &&
        !(isTaken && (wanted.has(from) || (last.has(to) && !last.has(from)))),
    );
    if (previous !== undefined) yield { to, previous, isTaken };
  }
}
