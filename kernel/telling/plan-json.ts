import type { JsonObject } from "../base/json.ts";
import type { Plan } from "../model/plan.ts";
import { planToJson } from "../reconcile/history/plan-json.ts";
import type { ToldChange } from "./tell-plan.ts";
import { tellPlan } from "./tell-plan.ts";

/** The version of what is printed: that of what is stored, with what there is to say of it. */
const FORMAT_VERSION = "1.1";

/** A plan as `--json` prints it: as it is stored, with the verdict and the sentences that people read. */
export function planJson(plan: Plan, now?: number): JsonObject {
  const { verdict, changes, drift } = tellPlan(plan, now);
  const stored = planToJson(plan);
  return {
    ...stored,
    format_version: FORMAT_VERSION,
    verdict,
    changes: withSentences(stored["changes"] as readonly JsonObject[], changes),
    drift: withSentences(stored["drift"] as readonly JsonObject[], drift),
  };
}

function withSentences(stored: readonly JsonObject[], told: readonly ToldChange[]): readonly JsonObject[] {
  return stored.map((change, index) => ({ ...change, says: sentencesOf(told[index]!) }));
}

function sentencesOf({ sayings, lines }: ToldChange): readonly string[] {
  const said = sayings.map(({ label, text, note }) => `${label} ${text}${note === "" ? "" : ` (${note})`}`.trimStart());
  return [
    ...said,
    ...lines.map(({ sign, path, value, impact }) => `${sign} ${path} ${value}${impact && ` (${impact})`}`),
  ];
}
