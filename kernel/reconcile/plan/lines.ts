import type { Json } from "../../base/json.ts";
import type { Shape } from "../../kinds/kind.ts";
import { matchesAny } from "../../kinds/shape.ts";
import type { DesiredObject } from "../../model/desired.ts";
import type { PlanLine } from "../../model/plan.ts";
import type { LeafVerdict } from "../compare/compare.ts";
import type { Leaves } from "../compare/leaves.ts";
import { pathText, prefixesOf, valueAt } from "../compare/leaves.ts";

/** Passage of an object from what it was to what it becomes, and who asks for it. */
export type Passage = {
  readonly shape: Shape;
  readonly before: Leaves;
  readonly after: Leaves;
  readonly object: DesiredObject | null;
};

/**
 * The lines of a plan for leaves that differ between `before` and `after`. A part that comes or goes as a whole is one
 * line.
 */
export function linesOf(passage: Passage, verdicts: readonly LeafVerdict[]): readonly PlanLine[] {
  const before = prefixesOf(passage.before);
  const after = prefixesOf(passage.after);
  const lines = new Map<string, PlanLine>();
  for (const verdict of verdicts) {
    const path = wholePart(verdict.path, before, after);
    const text = pathText(path);
    if (!lines.has(text))
      lines.set(text, lineOf(passage, verdict, path, { wasThere: before.has(text), isThere: after.has(text) }));
  }
  return [...lines.values()];
}

/** A line for each key of a spec that is new as a whole. */
export function linesOfNew(shape: Shape, object: DesiredObject, leaves: Leaves): readonly PlanLine[] {
  const keys = new Set([...leaves.values()].map((leaf) => leaf.path[0]!));
  return [...keys].map((key) => ({
    path: pathText([key]),
    op: "add",
    before: null,
    after: valueAt(shape, leaves, [key]),
    source: object.sourceOf([key]),
    impact: null,
  }));
}

/** The uppermost part above `path` that only one side has, or `path` itself. */
function wholePart(
  path: readonly string[],
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
): readonly string[] {
  for (let length = 1; length < path.length; length++) {
    const part = path.slice(0, length);
    const text = pathText(part);
    if (before.has(text) !== after.has(text)) return part;
  }
  return path;
}

function lineOf(
  { shape, before, after, object }: Passage,
  verdict: LeafVerdict,
  path: readonly string[],
  { wasThere, isThere }: { readonly wasThere: boolean; readonly isThere: boolean },
): PlanLine {
  const isMember = matchesAny(shape.sets, path.slice(0, -1));
  const isOrder = verdict.isOrder && path.length === verdict.path.length && wasThere && isThere;
  const valueIn = (leaves: Leaves): Json => {
    if (isMember) return path.at(-1)!;
    return isOrder ? leaves.get(pathText(path))!.value : valueAt(shape, leaves, path);
  };
  return {
    path: pathText(isMember ? path.slice(0, -1) : path),
    op: isOrder ? "reorder" : !wasThere ? "add" : isThere ? "change" : "remove",
    before: wasThere ? valueIn(before) : null,
    after: isThere ? valueIn(after) : null,
    source:
      object !== null && verdict.values.desired !== undefined
        ? object.sourceOf(verdict.at.slice(0, path.length))
        : null,
    impact: null,
  };
}
