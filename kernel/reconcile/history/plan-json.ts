import type { Source } from "../../base/fault.ts";
import type { JsonObject } from "../../base/json.ts";
import type { Plan, PlanChange, PlanDrift, PlanLine } from "../../model/plan.ts";

/** The version of the form below; a minor version only adds. */
const FORMAT_VERSION = "1.0";

/** The plan as `--json` prints it and `pack_apply.plan` holds it. */
export function planToJson(plan: Plan): JsonObject {
  return {
    format_version: FORMAT_VERSION,
    generation: plan.generation,
    state_hash: plan.stateHash,
    packs_hash: plan.packsHash,
    changes: plan.changes.map(changeToJson),
    drift: plan.drift.map(driftToJson),
    warnings: plan.warnings.map(({ address, source, message }) => ({ address, source: sourceToJson(source), message })),
    summary: plan.summary,
  };
}

function changeToJson(change: PlanChange): JsonObject {
  return {
    address: change.address,
    kind: change.kind,
    name: change.name,
    action: change.action,
    previous_address: change.previousAddress,
    pack: change.pack,
    source: sourceToJson(change.source),
    paths: change.lines.map(lineToJson),
    impact: change.impact,
    blocked: change.blocked,
    reason: change.reason,
    hint: change.hint,
    details: change.details,
  };
}

function driftToJson(drift: PlanDrift): JsonObject {
  return {
    address: drift.address,
    kind: drift.kind,
    name: drift.name,
    source: sourceToJson(drift.source),
    deleted: drift.isGone,
    changed_by: drift.changed?.by ?? null,
    changed_at: drift.changed === null ? null : new Date(drift.changed.at).toISOString(),
    paths: drift.lines.map(lineToJson),
  };
}

function lineToJson(line: PlanLine): JsonObject {
  return {
    path: line.path,
    op: line.op,
    before: line.before,
    after: line.after,
    source: sourceToJson(line.source),
    impact: line.impact,
  };
}

function sourceToJson(source: Source | null): JsonObject | null {
  return source === null ? null : { file: source.file, line: source.line, column: source.column };
}
