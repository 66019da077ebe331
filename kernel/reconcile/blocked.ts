import type { JsonObject } from "../base/json.ts";
import type { Touch } from "../kinds/kind.ts";
import type { DesiredObject } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import type { LeafVerdict, Three } from "./compare.ts";
import type { Leaves } from "./leaves.ts";
import { pathText } from "./leaves.ts";
import { linesOf } from "./lines.ts";
import type { ObjectStates } from "./object-states.ts";
import { changeOf } from "./object-states.ts";
import type { PlanChange } from "./plan.ts";
import type { Rename } from "./renames.ts";
import { schemaProblem } from "./schema-problem.ts";

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
    hint: "To take what the packs say, apply with `--revert-drift`; to keep the site's, write it into the file.",
  }));
}

/** What a kind says it cannot do. */
export function blockedTouches(
  states: ObjectStates,
  desired: DesiredObject,
  touches: readonly Touch[],
): readonly PlanChange[] {
  return touches.flatMap(({ path, blocked }) =>
    blocked === undefined ? [] : [{ ...blockedAt(states, pathText(path)), source: desired.sourceOf(path), ...blocked }],
  );
}

export function blockedRename(states: ObjectStates, desired: DesiredObject, rename: Rename): PlanChange {
  const object = addressOf(states.kind.name, states.name);
  const previousAddress =
    rename.path.length === 0 ? addressOf(states.kind.name, rename.previousName) : `${object}.${pathText(rename.from)}`;
  return {
    ...blockedAt(states, pathText(rename.path)),
    source: desired.sourceOf([...rename.path, "renamed_from"]),
    action: "rename",
    previousAddress,
    reason: `moving what ${previousAddress} holds is not supported yet`,
    hint: `Keep the name ${rename.previousName}; without \`renamed_from\` it would begin with nothing in it.`,
  };
}

/** The packs' change is written beside what the site changed, and both together must be whole. */
export function blockedResult(states: ObjectStates, next: JsonObject): readonly PlanChange[] {
  const problem = schemaProblem(states.kind, next);
  if (problem === null) return [];
  return [
    {
      ...blockedAt(states, ""),
      reason: `the packs' change does not fit what was changed on the site: ${problem}`,
      hint: "Apply with `--revert-drift`, or bring the file in line with the site.",
    },
  ];
}

function blockedAt(states: ObjectStates, path: string): PlanChange {
  const change = changeOf(states);
  return { ...change, address: path === "" ? change.address : `${change.address}.${path}`, blocked: true };
}
