import type { Json, JsonObject } from "../../base/json.ts";
import { sha256 } from "../../base/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import { KINDS_IN_ORDER, kindOf } from "../../kinds/kinds.ts";
import type { Db } from "../../model/db.ts";
import type { Desired } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { CanonicalText } from "../compare/canonical-text.ts";
import { leavesOf, leavesToSpec } from "../compare/leaves.ts";
import { readExchanges } from "./exchanged-names.ts";
import type { LedgerEntry } from "./store.ts";
import { readGeneration, readLedger } from "./store.ts";

/** State of the database: the objects as they are, and as they were last applied. */
export type State = {
  readonly generation: number;
  /** By address. */
  readonly ledger: ReadonlyMap<string, LedgerEntry>;
  /** Objects that packs gave up, as they declared them last; by address. */
  readonly forgotten: ReadonlyMap<string, LedgerEntry>;
  readonly live: ReadonlyMap<KindName, ReadonlyMap<string, JsonObject>>;
  /** The exchanges of names that are done. */
  readonly exchanges: ReadonlySet<string>;
  /** Differs whenever anything of the state does. */
  readonly hash: string;
};

/** Reads the state: one query for each kind and four for the ledger, however many objects there are. */
export async function readState(db: Db, textOf: CanonicalText): Promise<State> {
  const generation = (await readGeneration(db))?.generation ?? 0;
  const entries = await readLedger(db);
  const forgotten = await readLedger(db, "forgotten");
  const live = new Map<KindName, ReadonlyMap<string, JsonObject>>();
  for (const kind of KINDS_IN_ORDER) live.set(kind.name, await kind.read(db));
  return {
    generation,
    ledger: byAddress(entries),
    forgotten: byAddress(forgotten),
    live,
    exchanges: await readExchanges(db),
    hash: hashOf([...entries, ...forgotten], live, textOf),
  };
}

function byAddress(entries: readonly LedgerEntry[]): ReadonlyMap<string, LedgerEntry> {
  return new Map(entries.map((entry) => [addressOf(entry.kind, entry.name), entry]));
}

/** The part of a spec that is state: all but instructions. */
export function stateOf(kind: Kind, spec: JsonObject): JsonObject {
  return hasInstructions(kind, spec) ? leavesToSpec(kind, leavesOf(kind, spec)) : spec;
}

/** The hash of what the packs ask for, whatever order it comes in. */
export function hashOfDesired(desired: Desired, textOf: CanonicalText): string {
  const lines = desired.objects.map(
    ({ kind, name, pack, spec }) => `${kind}.${name} ${pack} ${textOf(kindOf(kind), spec)}`,
  );
  for (const { kind, name, path, pack, expectItems } of desired.tombstones ?? []) {
    lines.push(`removed ${[kind, name, ...path].join(".")} ${pack} ${expectItems}`);
  }
  return sha256(lines.sort().join("\n"));
}

function hashOf(
  entries: readonly LedgerEntry[],
  live: ReadonlyMap<KindName, ReadonlyMap<string, JsonObject>>,
  textOf: CanonicalText,
): string {
  const lines = entries.map(
    ({ kind, name, pack, spec, owner }) => `last ${kind}.${name} ${pack} ${owner} ${textOf(kindOf(kind), spec)}`,
  );
  for (const kind of KINDS_IN_ORDER) {
    for (const [name, spec] of live.get(kind.name)!) lines.push(`live ${kind.name}.${name} ${textOf(kind, spec)}`);
  }
  return sha256(lines.sort().join("\n"));
}

function hasInstructions(kind: Kind, spec: JsonObject): boolean {
  const names = new Set(kind.instructions.map((pattern) => pattern.split(".").at(-1)!));
  const mentions = (value: Json): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([key, part]) => names.has(key) || mentions(part));
  return names.size > 0 && mentions(spec);
}
