import { Fault } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import { schemaCheck } from "../../config/check-schema.ts";
import { jsonSchemaOf } from "../../config/json-schema.ts";
import type { Plan } from "../../model/plan.ts";
import type { SettleOptions } from "../compare/settle.ts";
import { planFromJson } from "../history/plan-from-json.ts";
import { planToJson } from "../history/plan-json.ts";
import { PlanSchema } from "./plan-schema.ts";

/**
 * A plan as it was agreed to, with the options that it was made with. What may be destroyed is not among them: whoever
 * applies says that.
 */
export type SavedPlan = { readonly plan: Plan; readonly settle: SettleOptions };

/** Writes a plan as `plan --out` saves it. */
export function savedPlanText({ plan, settle }: SavedPlan): string {
  const { revertDrift = false, ours = [], theirs = [] } = settle;
  return `${JSON.stringify({ ...planToJson(plan), revert_drift: revertDrift, ours, theirs }, null, 2)}\n`;
}

/**
 * Reads what `plan --out` wrote.
 * @throws Fault `reconcile.bad_plan`
 */
export function readSavedPlan(text: string, file: string): SavedPlan {
  const json = parsed(text);
  const problem = json === undefined ? "it is not JSON" : schemaCheck(jsonSchemaOf(PlanSchema))(json)[0]?.message;
  if (problem !== undefined) {
    throw new Fault("reconcile.bad_plan", `${file} is not a saved plan: ${problem}`, {
      hint: "Save one with `npx trovato plan --out FILE`.",
    });
  }
  const saved = json as JsonObject;
  const addresses = (key: string) => (saved[key] ?? []) as readonly string[];
  const settle = {
    revertDrift: saved["revert_drift"] === true,
    ours: addresses("ours"),
    theirs: addresses("theirs"),
  };
  return { plan: planFromJson(saved), settle };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
