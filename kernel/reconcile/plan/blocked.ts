import type { JsonObject } from "../../base/json.ts";
import type { Touch } from "../../kinds/kind.ts";
import type { DesiredObject } from "../../model/desired.ts";
import type { PlanChange } from "../../model/plan.ts";
import type { LeafVerdict, Three } from "../compare/compare.ts";
import type { Leaves } from "../compare/leaves.ts";
import { pathText } from "../compare/leaves.ts";
import { schemaProblem } from "../compare/schema-problem.ts";
import { linesOf } from "./lines.ts";
import type { ObjectStates } from "./object-states.ts";
import { changeOf } from "./object-states.ts";

/** One change for each place that the packs and the site changed apart from each other. */
export function conflictsOf(
  states: ObjectStates,
  desired: DesiredObject,
  leaves: Three<Leaves>,
  verdicts: readonly LeafVerdict[],
): readonly PlanChange[] {
  const conflicts = verdicts.filter(({ verdict }) => verdict === "conflict");
  const passage = { shape: states.kind, before: leaves.live, after: leaves.desired, object: desired };
  const reason =
    states.last === null
      ? "no pack managed it until now, and the site has another value"
      : "the packs and the site both changed it";
  return linesOf(passage, conflicts).map((line) => ({
    ...blockedAt(states, line.path),
    source: line.source ?? desired.source,
    lines: [line],
    reason,
    hint: `To take what the packs say, apply with \`--ours ${addressAt(states, line.path)}\`; to keep the site's, with \`--theirs\` and the same, or write it into the file.`,
  }));
}

/** Selects the touches that a kind cannot carry out. */
export function blockedTouches(
  states: ObjectStates,
  desired: DesiredObject,
  touches: readonly Touch[],
): readonly PlanChange[] {
  return touches.flatMap(({ path, blocked }) =>
    blocked === undefined ? [] : [{ ...blockedAt(states, pathText(path)), source: desired.sourceOf(path), ...blocked }],
  );
}

/** The packs' change is written beside what the site changed, and both together must be whole. */
export function blockedResult(states: ObjectStates, next: JsonObject): readonly PlanChange[] {
  const problem = schemaProblem(states.kind, next);
  if (problem === null) return [];
  return [
    {
      ...blockedAt(states, ""),
      reason: `the packs' change does not fit what was changed on the site: ${problem}`,
      hint: `Apply with \`--ours ${addressAt(states, "")}\`, or bring the file in line with the site.`,
    },
  ];
}

function blockedAt(states: ObjectStates, path: string): PlanChange {
  return { ...changeOf(states), address: addressAt(states, path), blocked: true };
}

function addressAt(states: ObjectStates, path: string): string {
  const { address } = changeOf(states);
  return path === "" ? address : `${address}.${path}`;
}
