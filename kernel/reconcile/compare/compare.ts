import type { Json } from "../../base/json.ts";
import { sameJson } from "../../base/json.ts";
import type { Shape } from "../../kinds/kind.ts";
import { matchesAny } from "../../kinds/shape.ts";
import type { Leaf, Leaves } from "./leaves.ts";
import { pathText, prefixesOf } from "./leaves.ts";
import { sameOrder, withKeysOf } from "./order-of-keys.ts";

/** One object, or one leaf of it, in its three states. */
export type Three<T> = { readonly desired: T; readonly last: T; readonly live: T };

/**
 * Verdict on a leaf. `same`: nothing to do. `pending`: the packs changed, so it is written. `drift`: the site changed,
 * so it is kept and shown. `conflict`: both changed, apart from each other. `converged`: both changed to the same.
 * `forgotten`: the packs gave up an entry that holds content; it stays as the site's own.
 */
export type Verdict = "same" | "pending" | "drift" | "conflict" | "converged" | "forgotten";

/** Changes a verdict of one object as somebody settled it; `path` is its text. */
export type Settle = (verdict: Verdict, path: string) => Verdict;

export type LeafVerdict = {
  readonly verdict: Verdict;
  readonly path: readonly string[];
  readonly at: readonly (string | number)[];
  readonly isOrder: boolean;
  /** The three values; undefined where there is none. */
  readonly values: Three<Json | undefined>;
};

export type Comparison = {
  /** Every leaf that is not the same everywhere. */
  readonly verdicts: readonly LeafVerdict[];
  /** The leaves of the object after an apply. */
  readonly merged: Leaves;
};

/** Compares three states of one object leaf by leaf; `settle` has the last word on what the site changed. */
export function compare(shape: Shape, states: Three<Leaves>, settle: Settle = (verdict) => verdict): Comparison {
  const names = each(states, lazyPrefixesOf);
  const ownership = ownershipOf(shape, names);
  const verdicts: LeafVerdict[] = [];
  const merged = new Map<string, Leaf>();
  const orders: Three<Leaf | undefined>[] = [];
  for (const text of new Set([...states.desired.keys(), ...states.last.keys(), ...states.live.keys()])) {
    const leaves = withContainers(
      each(states, (state) => state.get(text)),
      each(names, (state) => () => state().has(text)),
    );
    if (isOrder(leaves)) {
      orders.push(leaves);
      continue;
    }
    const judged = judge(leaves, ownership, settle);
    const kept = judged.verdict === "pending" ? leaves.desired : leaves.live;
    if (kept !== undefined) merged.set(text, kept);
    if (judged.verdict !== "same") verdicts.push(judged);
  }
  const written = prefixesOf(merged);
  for (const leaves of orders) {
    const { judged, order } = judgeOrder(leaves, ownership, settle, written);
    if (order !== null) merged.set(pathText(order.path), order);
    if (judged.verdict !== "same") verdicts.push(judged);
  }
  return { verdicts: verdicts.filter((judged) => !isOvertaken(judged, merged, written)), merged };
}

/** A mapping or set that the site took away, and that is there again because an entry comes into it. */
function isOvertaken({ path, verdict, isOrder }: LeafVerdict, merged: Leaves, written: ReadonlySet<string>): boolean {
  const text = pathText(path);
  return verdict === "drift" && !isOrder && written.has(text) && !merged.has(text);
}

function each<T, R>(three: Three<T>, map: (one: T) => R): Three<R> {
  return { desired: map(three.desired), last: map(three.last), live: map(three.live) };
}

/** A mapping or set that is empty in one state and filled in another is there in both: only its entries differ. */
function withContainers(leaves: Three<Leaf | undefined>, isFilled: Three<() => boolean>): Three<Leaf | undefined> {
  const empty = [leaves.desired, leaves.last, leaves.live].find((leaf) => leaf !== undefined && isEmpty(leaf));
  if (empty === undefined) return leaves;
  return {
    desired: leaves.desired ?? (isFilled.desired() ? empty : undefined),
    last: leaves.last ?? (isFilled.last() ? empty : undefined),
    live: leaves.live ?? (isFilled.live() ? empty : undefined),
  };
}

function isEmpty(leaf: Leaf): boolean {
  return !leaf.isOrder && typeof leaf.value === "object" && leaf.value !== null && Object.keys(leaf.value).length === 0;
}

function judge(leaves: Three<Leaf | undefined>, ownership: Ownership, settle: Settle): LeafVerdict {
  const { path, at } = (leaves.desired ?? leaves.last ?? leaves.live)!;
  const values = each(leaves, (leaf) => leaf?.value);
  const verdict = verdictOf(values, path, ownership);
  return { verdict: settle(verdict, pathText(path)), path, at, isOrder: false, values };
}

/** The table of the reconciler, for one leaf. */
function verdictOf(values: Three<Json | undefined>, path: readonly string[], ownership: Ownership): Verdict {
  const { desired, last, live } = values;
  if (same(desired, live)) return same(desired, last) ? "same" : "converged";
  if (ownership.isUndeclared(path)) return "same";
  if (ownership.isForgotten(path)) return "forgotten";
  if (same(live, last)) return "pending";
  if (ownership.isSiteOwned(path)) return "same";
  return same(desired, last) ? "drift" : "conflict";
}

/**
 * Keys that come and go are leaves of their own, so an order has changed only where keys that stay have changed places.
 * `order` is null where the list itself goes; `written` are the paths that stay.
 */
function judgeOrder(
  leaves: Three<Leaf | undefined>,
  ownership: Ownership,
  settle: Settle,
  written: ReadonlySet<string>,
): { readonly judged: LeafVerdict; readonly order: Leaf | null } {
  const { path, at } = (leaves.desired ?? leaves.last ?? leaves.live)!;
  const keys = each(leaves, (leaf) => leaf?.value as readonly string[] | undefined);
  const settled = (verdict: Verdict) => settle(verdict, pathText(path));
  const { verdict, order } = orderVerdict(keys, ownership.isSiteOwned(path), settled);
  const names = order.filter((name) => written.has(pathText([...path, name])));
  const values = { ...keys, desired: verdict === "pending" ? names : keys.desired };
  const judged = { path, at, isOrder: true, verdict, values };
  if (names.length > 0) return { judged, order: { path, at, value: names, isOrder: true } };

  const presence = settled(
    verdictOf(
      each(keys, (list) => (list === undefined ? undefined : [])),
      path,
      ownership,
    ),
  );
  const isPending = presence === "pending";
  const isThere = (isPending ? keys.desired : keys.live) !== undefined;
  return {
    judged: { ...judged, verdict: presence, values: keys },
    order: isThere ? { path, at, value: [], isOrder: true } : null,
  };
}

function orderVerdict(
  keys: Three<readonly string[] | undefined>,
  isSiteOwned: boolean,
  settled: (verdict: Verdict) => Verdict,
): { readonly verdict: Verdict; readonly order: readonly string[] } {
  const { desired, last, live } = each(keys, (list) => list ?? []);
  const siteChanged = !sameOrder(live, keys.last === undefined ? desired : last);
  const packsChanged = !sameOrder(desired, last);
  const isDrift = siteChanged && !sameOrder(desired, live);
  if (isDrift && isSiteOwned) return { verdict: "same", order: withKeysOf(live, desired) };
  const verdict = settled(packsChanged ? "conflict" : "drift");
  if (isDrift && verdict !== "pending") return { verdict, order: withKeysOf(live, desired) };
  const order = withKeysOf(desired, live);
  if (!sameOrder(order, live)) return { verdict: "pending", order };
  return { verdict: packsChanged ? "converged" : "same", order };
}

function isOrder(leaves: Three<Leaf | undefined>): boolean {
  const present = [leaves.desired, leaves.last, leaves.live].filter((leaf) => leaf !== undefined);
  return present.every((leaf) => leaf.isOrder);
}

function same(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return sameJson(left, right);
}

type Ownership = {
  isSiteOwned(path: readonly string[]): boolean;
  /** An entry that editors added. */
  isUndeclared(path: readonly string[]): boolean;
  /** An entry that packs declared, and that holds content. */
  isForgotten(path: readonly string[]): boolean;
};

function ownershipOf(shape: Shape, names: Three<() => ReadonlySet<string>>): Ownership {
  const isDesired = (path: readonly string[]) => names.desired().has(pathText(path));
  const wasApplied = (path: readonly string[]) => names.last().has(pathText(path));
  const somePrefix = (path: readonly string[], test: (prefix: readonly string[]) => boolean) =>
    path.some((_, index) => test(path.slice(0, index + 1)));
  return {
    isSiteOwned: (path) => matchesAny(shape.siteOwned, path),
    isUndeclared: (path) =>
      somePrefix(
        path,
        (prefix) =>
          (matchesAny(shape.open, prefix) || matchesAny(shape.open, prefix.slice(0, -1))) &&
          !isDesired(prefix) &&
          !wasApplied(prefix),
      ),
    isForgotten: (path) =>
      somePrefix(path, (prefix) => matchesAny(shape.kept, prefix) && !isDesired(prefix) && wasApplied(prefix)),
  };
}

function lazyPrefixesOf(leaves: Leaves): () => ReadonlySet<string> {
  let prefixes: ReadonlySet<string> | undefined;
  return () => {
    prefixes ??= prefixesOf(leaves);
    return prefixes;
  };
}
