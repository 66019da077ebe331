import type { Renamed } from "../../kinds/kind.ts";
import { kindOf } from "../../kinds/kinds.ts";
import { isObjectRename, previousName } from "../../kinds/renamed.ts";
import type { FieldRewrite } from "../../kinds/type/field-rewrites.ts";
import { readFieldRewrites } from "../../kinds/type/field-rewrites.ts";
import type { Db } from "../../model/db.ts";
import type { Desired } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { PlanChange } from "../../model/plan.ts";
import { pathText } from "../compare/leaves.ts";
import type { State } from "../history/state.ts";
import type { Move, Moved } from "./moved-state.ts";
import { asLiveNow } from "./moved-state.ts";
import { whyNotInBatches, whyToWait } from "./rename-blocks.ts";
import type { IdleClaim } from "./renames.ts";
import { pathAfter } from "./stored.ts";

/** Up to so many rows of items and revisions, a rename is one transaction; what moves more goes in batches. */
export const MOST_ROWS_AT_ONCE = 100_000;

export type RenameOptions = {
  /** How many rows a rename moves in one transaction at most. Default: 100,000. */
  readonly mostRowsAtOnce?: number;
  /**
   * Changes of a plan that was made a moment ago: what they say a rename touches is not counted again while writers
   * wait.
   */
  readonly counted?: readonly PlanChange[] | undefined;
};

/** A rename that the packs ask for, its change in the plan, and whether what is stored moves in batches afterwards. */
export type PlannedRename = {
  readonly move: Move;
  readonly asked: Renamed;
  readonly change: PlanChange;
  readonly isInBatches: boolean;
};

/** Every rename, with what moves along and what follows. */
export async function planRenames(
  db: Db,
  desired: Desired,
  { moves, state }: Pick<Moved, "moves" | "state">,
  options: RenameOptions,
): Promise<readonly PlannedRename[]> {
  if (moves.length === 0) return [];
  const rewrites = await readFieldRewrites(db);
  const planned: PlannedRename[] = [];
  for (const move of moves) {
    const { asked } = move;
    if (asked !== null)
      planned.push(await planRename(db, desired, { moves, move, asked, rewrites, live: state.live }, options));
  }
  return planned;
}

type Rename = {
  readonly moves: readonly Move[];
  readonly move: Move;
  readonly asked: Renamed;
  readonly rewrites: readonly FieldRewrite[];
  /** Live objects, under their new names. */
  readonly live: State["live"];
};

async function planRename(
  db: Db,
  desired: Desired,
  { moves, move, asked, rewrites, live }: Rename,
  { mostRowsAtOnce = MOST_ROWS_AT_ONCE, counted = [] }: RenameOptions,
): Promise<PlannedRename> {
  const kind = kindOf(asked.kind);
  const now = asLiveNow(moves, asked);
  const isLong =
    !isRewrittenToo(desired, live, asked) && ((await kind.renames?.isLong(db, now, mostRowsAtOnce)) ?? false);
  const change = changeOf(desired, asked);
  const known = counted.find((each) => each.action === "rename" && each.address === change.address);
  const stops = whyToWait(rewrites, now) ?? (isLong ? whyNotInBatches(moves, move, mostRowsAtOnce) : null);
  const isInBatches = isLong && stops === null;
  const impact = known?.impact ?? (await impactOf(db, now, move, isInBatches));
  return {
    move,
    asked,
    isInBatches,
    change: { ...change, impact, ...(stops !== null && { blocked: true, ...stops }) },
  };
}

/**
 * Returns true when the type is rewritten by something else too, in the same transaction: nothing can look at it while
 * it is on its way.
 */
function isRewrittenToo({ objects }: Desired, live: State["live"], asked: Renamed): boolean {
  const object = objects.find(({ kind, name }) => kind === asked.kind && name === asked.name);
  const spec = live.get(asked.kind)!.get(asked.name);
  if (object === undefined || spec === undefined || isObjectRename(asked)) return false;
  const change = { name: asked.name, live: spec, next: object.spec, asked: object.spec };
  return kindOf(asked.kind).content?.isRewritten(change, pathAfter(asked)) ?? false;
}

/** Turns renames that the packs claim and that cannot be carried out into changes that stop the apply. */
export function planIdle(idle: readonly IdleClaim[]): readonly PlanChange[] {
  return idle.map(({ object, path, previous, isTaken }) => {
    const own = path.at(-1) ?? object.name;
    const address = [addressOf(object.kind, object.name), ...(path.length > 0 ? [pathText(path)] : [])].join(".");
    return {
      ...{ address, kind: object.kind, name: object.name, action: "rename", pack: object.pack, previousAddress: null },
      ...{ source: object.sourceOf([...path, "renamed_from"]), lines: [], impact: null, blocked: true, details: [] },
      reason: isTaken
        ? `it is renamed from ${previous}, and both are on the site`
        : `it is renamed from ${previous}, which is declared still, and nothing takes its place here`,
      hint: isTaken
        ? `Give it a name that nothing has, or drop \`renamed_from\`: ${own} then keeps what it holds, and so does ${previous}.`
        : "Apply the releases before this one first, one by one, or drop `renamed_from`.",
    };
  });
}

async function impactOf(db: Db, now: Renamed, { followers }: Move, isInBatches: boolean): Promise<string | null> {
  const stored = (await kindOf(now.kind).renames?.count(db, now)) ?? null;
  const follow =
    followers.length === 0 ? null : `${followers.join(", ")} ${followers.length === 1 ? "follows" : "follow"}`;
  const batches = isInBatches ? "moved in batches after the apply, and read under both names until then" : null;
  return [stored, batches, follow].filter((part) => part !== null).join("; ") || null;
}

function changeOf(desired: Desired, asked: Renamed): PlanChange {
  const isObject = isObjectRename(asked);
  const name = isObject ? asked.next : asked.name;
  const path = isObject ? [] : pathAfter(asked);
  const object = desired.objects.find((each) => each.kind === asked.kind && each.name === name)!;
  const at = (names: readonly string[]) =>
    [addressOf(asked.kind, name), ...(names.length > 0 ? [pathText(names)] : [])].join(".");
  return {
    address: at(path),
    kind: asked.kind,
    name,
    action: "rename",
    previousAddress: isObject ? addressOf(asked.kind, previousName(asked)) : at(asked.path),
    pack: object.pack,
    source: object.sourceOf([...path, "renamed_from"]),
    lines: [],
    impact: null,
    blocked: false,
    reason: null,
    hint: null,
    details: [],
  };
}
