import { grantingYaml, ungranted } from "../../kinds/plugin/ungranted.ts";
import type { Desired } from "../../model/desired.ts";
import type { PlanChange } from "../../model/plan.ts";
import { pathText } from "../compare/leaves.ts";

/** The changes, those of plugins with a line for each right that the manifest asks for and the site does not give. */
export function withGrantLines(changes: readonly PlanChange[], { objects }: Desired): readonly PlanChange[] {
  return changes.map((change) => {
    const plugin = change.kind !== "plugin" || change.blocked ? undefined : objects.find(isOf(change));
    if (plugin === undefined) return change;
    const lines = ungranted(plugin.spec).map((right) => ({
      path: pathText(["requests", ...right.path]),
      op: "ungranted" as const,
      before: null,
      after: right.missing,
      source: plugin.sourceOf(["requests", ...right.path]),
      impact: `config/site.yaml grants it with ${grantingYaml(plugin.name, right)}`,
    }));
    return { ...change, lines: [...change.lines, ...lines] };
  });
}

function isOf({ kind, name }: PlanChange): (object: Desired["objects"][number]) => boolean {
  return (object) => object.kind === kind && object.name === name;
}
