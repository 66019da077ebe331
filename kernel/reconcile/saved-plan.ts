import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import type { Plan } from "./plan.ts";
import { planFromJson } from "./plan-from-json.ts";
import { planToJson } from "./plan-json.ts";
import { PlanSchema } from "./plan-schema.ts";

/** A plan as it was agreed to, with the option that it was made with. */
export type SavedPlan = { readonly plan: Plan; readonly revertDrift: boolean };

/** What `plan --out` writes. */
export function savedPlanText({ plan, revertDrift }: SavedPlan): string {
  return `${JSON.stringify({ ...planToJson(plan), revert_drift: revertDrift }, null, 2)}\n`;
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
  return { plan: planFromJson(saved), revertDrift: saved["revert_drift"] === true };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
