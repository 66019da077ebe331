import type { Source } from "../../base/fault.ts";
import { Fault } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import { sameJson } from "../../base/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import { kindOf } from "../../kinds/kinds.ts";
import { kindFor } from "../../kinds/shape.ts";
import type { Db } from "../../model/db.ts";
import type { Desired } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import { compare } from "../compare/compare.ts";
import type { Leaves } from "../compare/leaves.ts";
import { leavesOf, pathText } from "../compare/leaves.ts";
import { ownersOf } from "../compare/owners.ts";
import { schemaProblem } from "../compare/schema-problem.ts";
import type { State } from "../history/state.ts";
import type { LedgerEntry } from "../history/store.ts";
import { storedBefore } from "../renames/stored.ts";
import { problemsOf } from "./check-live.ts";

type Change = {
  readonly state: State;
  readonly kind: KindName;
  readonly name: string;
  readonly next: JsonObject | null;
};

type Options = { readonly declared?: Desired | undefined; readonly pluginPermissions?: Iterable<string> | undefined };

/**
 * Lets a change of the live configuration pass, or says what keeps it from being made.
 * @throws Fault `reconcile.owned_by_pack`, `reconcile.invalid`, `reconcile.blocked`, `site.not_applied`
 */
export async function refuseLiveChange(db: Db, change: Change, options: Options): Promise<void> {
  const { state, name, next } = change;
  const kind = kindOf(change.kind);
  if (state.generation === 0) throw notApplied();
  if (kind.origin !== "yaml") {
    throw new Fault(
      "reconcile.owned_by_pack",
      `${addressOf(kind.name, name)} is a file, which is changed in its pack.`,
    );
  }
  refuseOwned(kind, change, options.declared);
  if (next !== null) refuseInvalid(kind, change, next, options.pluginPermissions ?? []);
  await refuseBlocked(db, kind, change);
}

function notApplied(): Fault {
  return new Fault("site.not_applied", "Nothing was ever applied to this database.", {
    hint: "Run `npx trovato apply`.",
  });
}

/** Refuses to change what git owns. Leaves that differ from the files already may go on doing so. */
function refuseOwned(kind: Kind, { state, name, next }: Change, declared: Desired | undefined): void {
  const address = addressOf(kind.name, name);
  const live = state.live.get(kind.name)!.get(name);
  const entry = state.ledger.get(address);
  if (entry === undefined) {
    if (sameJson(next?.["owner"] ?? null, live?.["owner"] ?? null)) return;
    throw new Fault("reconcile.invalid", `${address} is the site's own, and \`owner\` is for files of packs.`);
  }
  if (live === undefined || next === null) throw ownedWhole(entry, address, declared);
  const shape = kindFor(kind, entry.spec);
  const last = leavesOf(kind, entry.spec);
  const before = leavesOf(kind, live);
  const after = leavesOf(kind, next);
  const { verdicts } = compare(shape, { desired: last, last, live: after });
  const owned = verdicts.find(({ path }) => !isSameIn(before, after, pathText(path)));
  if (owned !== undefined) throw ownedPart(entry, address, owned.path, declared);
}

function isSameIn(before: Leaves, after: Leaves, path: string): boolean {
  const one = before.get(path)?.value;
  const other = after.get(path)?.value;
  return one === undefined || other === undefined ? one === other : sameJson(one, other);
}

function ownedWhole({ kind, name, pack, source }: LedgerEntry, address: string, declared: Desired | undefined): Fault {
  const file = ownersOf(declared ?? { objects: [], packs: [] }, kind, name)?.source ?? {
    file: source,
    line: 1,
    column: 1,
  };
  return new Fault("reconcile.owned_by_pack", `${address} is declared by pack ${pack} in ${file.file}.`, {
    hint: "Take it out of the pack to let it go.",
    source: file,
  });
}

function ownedPart(
  { kind, name, pack, source: file }: LedgerEntry,
  address: string,
  path: readonly string[],
  declared: Desired | undefined,
): Fault {
  const known = ownersOf(declared ?? { objects: [], packs: [] }, kind, name)?.sourceOf(path);
  const source: Source = known ?? { file, line: 1, column: 1 };
  const place = known === undefined ? file : `${known.file}:${known.line}`;
  return new Fault("reconcile.owned_by_pack", `${address}.${pathText(path)} is owned by pack ${pack} in ${place}.`, {
    hint: "Change it there and apply, or give it to the site there with `owner: site` where the kind knows that.",
    source,
  });
}

/** Problems that it had before are not those of the change. */
function refuseInvalid(
  kind: Kind,
  { state, name }: Change,
  spec: JsonObject,
  pluginPermissions: Iterable<string>,
): void {
  const address = addressOf(kind.name, name);
  const live = state.live.get(kind.name)!.get(name);
  if (live === undefined && !new RegExp(kind.namePattern, "u").test(name)) {
    throw new Fault("reconcile.invalid", `${name} is not a name for a ${kind.name}.`, {
      hint: "Names begin with a letter and have small letters, digits and underscores.",
    });
  }
  const problem = schemaProblem(kind, spec);
  if (problem !== null) throw new Fault("reconcile.invalid", `${address}: ${problem}.`);
  const problems = problemsOf(state, { kind, name, spec }, pluginPermissions);
  const known = new Set(
    live === undefined || problems.length === 0 ? [] : problemsOf(state, { kind, name, spec: live }, pluginPermissions),
  );
  const first = problems.find((message) => !known.has(message));
  if (first !== undefined) throw new Fault("reconcile.invalid", `${address}: ${first}`);
}

async function refuseBlocked(db: Db, kind: Kind, { state, name, next }: Change): Promise<void> {
  const address = addressOf(kind.name, name);
  const live = state.live.get(kind.name)!.get(name) ?? null;
  if (next === null && kind.content !== null) {
    throw new Fault(
      "reconcile.blocked",
      `${address} may hold content, and is destroyed by a tombstone of a pack only.`,
      {
        hint: `Write removed/${kind.folder}/${name}.yaml.`,
      },
    );
  }
  if (live === null) return;
  const touches = await kind.touches(
    db,
    { name, live, next, asked: next },
    storedBefore([], state.live, { objects: [] }),
  );
  const stop = touches.find(({ blocked }) => blocked !== undefined)?.blocked;
  if (stop !== undefined) throw new Fault("reconcile.blocked", `${address}: ${stop.reason}.`, { hint: stop.hint });
}
