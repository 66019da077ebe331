import type { ApplyView, ConfigView, ObjectView } from "../pages/admin/config-values.ts";
import { countsOf, placeOf } from "./format-plan.ts";
import type { HistoryEntry } from "./read-history.ts";
import type { ConfigurationReport } from "./report.ts";
import type { ObjectStatus } from "./status.ts";
import { viewDrift, viewPlan } from "./view-plan.ts";

/** The configuration of the site as pages show it at `now`. */
export function viewReport(
  { faults, plan, drift, packs, status }: ConfigurationReport,
  history: readonly HistoryEntry[],
  now: number,
): ConfigView {
  return {
    generation: status.generation,
    packs: packs.map(({ name, version }) => ({ name, version })),
    faults: faults.map(({ message, hint, source }) => ({ message, hint: hint ?? "", place: placeOf(source ?? null) })),
    plan: plan === null ? null : viewPlan(plan, now),
    drift: drift.map((each) => viewDrift(each, now)),
    objects: status.objects.map(viewObject),
    indexes: status.indexes.map(({ changedAt: at, ...index }) => ({ ...index, at })),
    history: history.map(viewApply),
  };
}

/** One apply of the history. */
export function viewApply({ generation, appliedAt, appliedBy, summary, rollbackTo }: HistoryEntry): ApplyView {
  const what = rollbackTo === null ? "" : `Rollback to ${rollbackTo}: `;
  return { generation, at: appliedAt, by: appliedBy, what: `${what}${countsOf(summary)}` };
}

function viewObject({ source, ...status }: ObjectStatus): ObjectView {
  const { address, kind, state, isBlocked, isDrifted, pack } = status;
  return { address, kind, state, isBlocked, isDrifted, pack, place: source === null ? "" : placeOf(source) };
}
