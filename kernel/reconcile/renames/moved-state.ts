import type { JsonObject } from "../../base/json.ts";
import type { Kind, Renamed } from "../../kinds/kind.ts";
import { KINDS_IN_ORDER, kindOf } from "../../kinds/kinds.ts";
import { isObjectRename } from "../../kinds/renamed.ts";
import type { Db } from "../../model/db.ts";
import type { Desired, DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { State } from "../history/state.ts";
import type { LedgerEntry } from "../history/store.ts";
import { deleteFromLedger, writeLedger } from "../history/store.ts";
import { exchangeKey, exchangesUnder } from "./exchanges.ts";
import type { IdleClaim, RenameStep } from "./renames.ts";
import { objectRenames, partRenames, typesWithField } from "./renames.ts";
import { partBefore } from "./stored.ts";

/** A step of a rename, and the objects that name what it renames: they follow. */
export type Move = RenameStep & { readonly followers: readonly string[] };

/** Outcome of renames beside the moves themselves. */
export type Moved = {
  /** The state as it is once everything has its new name: what plans are made of. */
  readonly state: State;
  readonly moves: readonly Move[];
  /** Renames that the packs claim and that cannot be carried out. */
  readonly idle: readonly IdleClaim[];
  /** Live objects whose spec has other names in it. */
  readonly updates: readonly { kind: Kind; name: string; before: JsonObject; after: JsonObject }[];
  /** Entries of the ledger that are gone under their old address, and those that are written. */
  readonly ledger: {
    readonly gone: readonly { kind: KindName; name: string }[];
    readonly written: readonly LedgerEntry[];
  };
};

type Live = { readonly spec: JsonObject; readonly original: JsonObject };
type Draft = {
  readonly live: ReadonlyMap<KindName, Map<string, Live>>;
  readonly ledger: Map<string, LedgerEntry>;
  readonly moves: Move[];
};

/**
 * Does the renames that the packs ask for to the state in memory: objects first, then their parts. Comparing goes on
 * with the result, so that a rename alone leaves nothing else to do, and whatever differs beside it is seen as what it
 * is. A rollback (`isBack`) names only exchanges that are to be made.
 */
export function moveState(state: State, desired: Desired, isBack = false): Moved {
  const draft: Draft = {
    live: new Map(
      KINDS_IN_ORDER.map(({ name }) => [
        name,
        new Map([...state.live.get(name)!].map(([object, spec]) => [object, { spec, original: spec }])),
      ]),
    ),
    ledger: new Map([...state.ledger, ...state.forgotten]),
    moves: [],
  };
  const { renames: objects, idle } = objectRenames(desired, state);
  for (const renamed of objects) move(draft, { renamed, asked: renamed });
  const exchanges = exchangesUnder(state.exchanges, objects);
  const idleParts: IdleClaim[] = [];
  for (const object of desired.objects) {
    const live = draft.live.get(object.kind)!.get(object.name);
    if (live === undefined) continue;
    const address = addressOf(object.kind, object.name);
    const parts = partRenames({
      ...{ kind: kindOf(object.kind), object, live: live.spec },
      last: draft.ledger.get(address)?.spec ?? null,
      sharedBy: (path) =>
        object.kind === "type" ? typesWithField(desired.objects, object.name, path.at(-1)!) : new Set(),
      isDone: (exchange) => !isBack && exchanges.has(exchangeKey(object.name, exchange)),
    });
    for (const step of parts.steps) move(draft, step);
    idleParts.push(...parts.idle);
  }
  const moved = draft.moves.length === 0 ? unmoved(state) : movedOf({ ...state, exchanges }, draft, desired);
  return { ...moved, idle: [...idle, ...idleParts] };
}

function unmoved(state: State): Moved {
  return { state, moves: [], idle: [], updates: [], ledger: { gone: [], written: [] } };
}

function move(draft: Draft, step: RenameStep): void {
  const { renamed } = step;
  if (isObjectRename(renamed)) moveObject(draft, renamed);
  const followers = new Set<string>();
  const own = addressOf(renamed.kind, isObjectRename(renamed) ? renamed.next : renamed.name);
  for (const kind of KINDS_IN_ORDER.filter(({ followed }) => followed !== null)) {
    for (const [name, { spec, original }] of draft.live.get(kind.name)!) {
      const followed = kind.followed!(name, spec, renamed);
      if (followed === spec) continue;
      draft.live.get(kind.name)!.set(name, { spec: followed, original });
      followers.add(addressOf(kind.name, name));
    }
  }
  for (const [address, entry] of draft.ledger) {
    const followed = kindOf(entry.kind).followed?.(entry.name, entry.spec, renamed) ?? entry.spec;
    if (followed !== entry.spec) draft.ledger.set(address, { ...entry, spec: followed });
  }
  followers.delete(own);
  draft.moves.push({ ...step, followers: [...followers].sort() });
}

function moveObject({ live, ledger }: Draft, { kind, name, next }: Renamed): void {
  const objects = live.get(kind)!;
  objects.set(next, objects.get(name)!);
  objects.delete(name);
  const entry = ledger.get(addressOf(kind, name));
  if (entry === undefined) return;
  ledger.delete(addressOf(kind, name));
  ledger.set(addressOf(kind, next), { ...entry, name: next });
}

function movedOf(state: State, draft: Draft, desired: Desired): Omit<Moved, "idle"> {
  const wanted = new Map(desired.objects.map((object) => [addressOf(object.kind, object.name), object]));
  const written = [...draft.ledger]
    .filter(([address, entry]) => entryIn(state, address) !== entry)
    .map(([address, entry]) => [address, inItsFile(entry, wanted.get(address))] as const);
  const gone = [...state.ledger, ...state.forgotten]
    .filter(([address]) => !draft.ledger.has(address))
    .map(([, entry]) => entry);
  const entries = [...draft.ledger, ...written];
  const updates = KINDS_IN_ORDER.flatMap((kind) =>
    [...draft.live.get(kind.name)!]
      .filter(([, { spec, original }]) => spec !== original)
      .map(([name, { spec, original }]) => ({ kind, name, before: original, after: spec })),
  );
  const live = new Map(
    [...draft.live].map(([kind, objects]) => [kind, new Map([...objects].map(([name, { spec }]) => [name, spec]))]),
  );
  return {
    state: {
      ...state,
      live,
      ledger: new Map(entries.filter(([, { owner }]) => owner === "pack")),
      forgotten: new Map(entries.filter(([, { owner }]) => owner === "forgotten")),
    },
    moves: draft.moves,
    updates,
    ledger: { gone, written: written.map(([, entry]) => entry) },
  };
}

function entryIn({ ledger, forgotten }: State, address: string): LedgerEntry | undefined {
  return ledger.get(address) ?? forgotten.get(address);
}

/** An object under a new name is declared by another file. */
function inItsFile(entry: LedgerEntry, object: DesiredObject | undefined): LedgerEntry {
  return object === undefined ? entry : { ...entry, source: object.source.file };
}

/** Carries renames out: what is stored moves, what names it follows, and the ledger with them. */
export async function carryOutMoves(
  db: Db,
  { moves, updates, ledger }: Moved,
  { isInBatches, onStep }: { isInBatches(move: Move): boolean; onStep?(address: string): void },
): Promise<void> {
  for (const move of moves) {
    const { kind, name, path } = move.renamed;
    onStep?.([addressOf(kind, name), ...path].join("."));
    await kindOf(kind).renames!.rename(db, move.renamed, isInBatches(move));
  }
  for (const { kind, name, before, after } of updates) await kind.update(db, name, before, after);
  await deleteFromLedger(db, ledger.gone);
  await writeLedger(db, ledger.written);
}

/** A rename as it is asked about before it is carried out: under the names that are live now. */
export function asLiveNow(moves: readonly Move[], renamed: Renamed): Renamed {
  const earlier = moves.slice(
    0,
    moves.findIndex(({ asked }) => asked === renamed),
  );
  const above = { name: renamed.name, path: renamed.path.slice(0, -1) };
  const before = partBefore(
    earlier.map((move) => move.renamed),
    renamed.kind,
    above,
  );
  if (isObjectRename(renamed)) return renamed;
  return { ...renamed, name: before.name, path: [...before.path, renamed.path.at(-1)!] };
}
