import { claimsOf } from "../../kinds/claims.ts";
import type { Renamed } from "../../kinds/kind.ts";
import { kindOf } from "../../kinds/kinds.ts";
import { EXCHANGING_KIND, mayExchange } from "../../kinds/may-exchange.ts";
import type { Db } from "../../model/db.ts";
import type { Desired } from "../../model/desired.ts";
import { writeExchanges } from "../history/exchanged-names.ts";

/** One name that passes to something else. */
export type NameMove = { readonly from: string; readonly to: string };

/** A circle of fields that take each other's names: the first move frees the name that the last one takes. */
export type Exchange = readonly NameMove[];

/** Makes a key of an exchange that is the same whatever name it begins with. */
export function exchangeKey(name: string, exchange: Exchange): string {
  return `${name} ${exchange
    .map(({ from, to }) => `${from}>${to}`)
    .sort()
    .join(",")}`;
}

/** Every circle in which `claims` hand names around, among those that `has` knows. */
export function exchangesAmong(
  claims: ReadonlyMap<string, readonly string[]>,
  has: (name: string) => boolean,
): readonly Exchange[] {
  const found: Exchange[] = [];
  const taken = new Set<string>();
  for (const start of claims.keys()) {
    if (taken.has(start)) continue;
    const circle = circleThrough(start, [start], claims, (name) => has(name) && !taken.has(name));
    for (const { to } of circle ?? []) taken.add(to);
    if (circle !== null) found.push(circle);
  }
  return found;
}

function circleThrough(
  to: string,
  above: readonly string[],
  claims: ReadonlyMap<string, readonly string[]>,
  has: (name: string) => boolean,
): Exchange | null {
  if (!has(to)) return null;
  for (const from of claims.get(to) ?? []) {
    if (from === above[0] && from !== to) return [{ from, to }];
    if (above.includes(from)) continue;
    const rest = circleThrough(from, [...above, from], claims, has);
    if (rest !== null) return [{ from, to }, ...rest];
  }
  return null;
}

/** The exchanges that packs ask for, whether they are done or not. */
export function askedExchanges({ objects }: Desired): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const object of objects) {
    if (object.kind !== EXCHANGING_KIND) continue;
    const claims = claimsOf(kindOf(object.kind), object.spec).filter(({ path }) =>
      mayExchange(object.kind, path.slice(0, -1)),
    );
    const previous = new Map(claims.map((claim) => [claim.path[1]!, claim.previous]));
    for (const exchange of exchangesAmong(previous, () => true)) keys.add(exchangeKey(object.name, exchange));
  }
  return keys;
}

/** The same once objects have other names. */
export function exchangesUnder(done: ReadonlySet<string>, objects: readonly Renamed[]): ReadonlySet<string> {
  const names = new Map(objects.filter(({ kind }) => kind === EXCHANGING_KIND).map(({ name, next }) => [name, next]));
  return new Set(
    [...done].map((key) => {
      const [name, moves] = key.split(" ") as [string, string];
      return `${names.get(name) ?? name} ${moves}`;
    }),
  );
}

/**
 * Notes what is done once everything that packs ask for is live: all exchanges of theirs. One that nothing asks for any
 * longer is forgotten, so that it can be asked for again.
 */
export function noteExchanges(db: Db, desired: Desired): Promise<void> {
  return writeExchanges(db, askedExchanges(desired));
}

/**
 * Returns the exchanges that are done once a rollback has carried `asked` out: the way back takes back what was done,
 * or does again what was taken back.
 */
export function exchangesAfterRollback(done: ReadonlySet<string>, asked: ReadonlySet<string>): ReadonlySet<string> {
  const after = new Set(done);
  for (const key of asked) if (!after.delete(opposite(key))) after.add(key);
  return after;
}

function opposite(key: string): string {
  const [name, moves] = key.split(" ") as [string, string];
  const turned = moves.split(",").map((move) => move.split(">").toReversed().join(">"));
  return `${name} ${turned.sort().join(",")}`;
}
