import type { Json, JsonObject } from "../../base/json.ts";
import type { Plan, PlanChange, PlanDrift, PlanLine } from "../../model/plan.ts";

/** A plan from what `planToJson` made of it, as it is stored with each generation and in saved plans. */
export function planFromJson(json: JsonObject): Plan {
  return {
    generation: json["generation"] as number,
    stateHash: json["state_hash"] as string,
    packsHash: json["packs_hash"] as string,
    changes: listIn(json, "changes").map(changeFrom),
    drift: listIn(json, "drift").map(driftFrom),
    warnings: listIn(json, "warnings") as unknown as Plan["warnings"],
    summary: json["summary"] as Plan["summary"],
  };
}

function changeFrom(json: JsonObject): PlanChange {
  const { previous_address, paths: _, ...same } = json;
  return { ...same, previousAddress: previous_address ?? null, lines: linesIn(json) } as unknown as PlanChange;
}

function driftFrom(json: JsonObject): PlanDrift {
  const { deleted, changed_by: by, changed_at: at, paths: _, ...same } = json;
  const changed = typeof by === "string" ? { by, at: Date.parse(at as string) } : null;
  return { ...same, isGone: deleted === true, changed, lines: linesIn(json) } as unknown as PlanDrift;
}

function linesIn(json: JsonObject): readonly PlanLine[] {
  return listIn(json, "paths") as unknown as readonly PlanLine[];
}

function listIn(json: JsonObject, key: string): readonly JsonObject[] {
  // What an older plan does not have yet is none.
  return (json[key] ?? []) as readonly Json[] as readonly JsonObject[];
}
