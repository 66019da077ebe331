import type { ApplyView, ConfigView, ObjectView } from "../pages/admin/config-values.ts";
import type { HistoryEntry } from "../reconcile/history/read-history.ts";
import type { ConfigurationReport } from "../reconcile/plan/report.ts";
import type { ObjectStatus } from "../reconcile/plan/status.ts";
import { placeOf } from "./format-plan.ts";
import { whatWasDone } from "./history-text.ts";
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
export function viewApply(entry: HistoryEntry): ApplyView {
  const what = whatWasDone(entry);
  return {
    generation: entry.generation,
    at: entry.appliedAt,
    by: entry.appliedBy,
    what: `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
  };
}

function viewObject({ source, ...status }: ObjectStatus): ObjectView {
  const { address, kind, state, isBlocked, isDrifted, pack } = status;
  return { address, kind, state, isBlocked, isDrifted, pack, place: source === null ? "" : placeOf(source) };
}
