import type { ApplyView, ConfigView, ObjectView } from "../pages/admin/config-values.ts";
import type { HistoryEntry } from "../reconcile/history/read-history.ts";
import type { ConfigurationReport } from "../reconcile/plan/report.ts";
import type { ObjectStatus } from "../reconcile/plan/status.ts";
import { changePage, planPage } from "./plan-page.ts";
import { tellApply } from "./tell-apply.ts";
import { placeOf } from "./tell-lines.ts";
import { tellDrift, tellPlan } from "./tell-plan.ts";

/** The configuration of the site as pages show it at `now`. */
export function reportPage(
  { faults, plan, drift, packs, status }: ConfigurationReport,
  history: readonly HistoryEntry[],
  now: number,
): ConfigView {
  return {
    generation: status.generation,
    packs: packs.map(({ name, version }) => ({ name, version })),
    faults: faults.map(({ message, hint, source }) => ({ message, hint: hint ?? "", place: placeOf(source ?? null) })),
    plan: plan === null ? null : planPage(tellPlan(plan, now)),
    drift: drift.map((each) => changePage(tellDrift(each, now))),
    objects: status.objects.map(objectPage),
    indexes: status.indexes.map(({ changedAt: at, ...index }) => ({ ...index, at })),
    history: history.map(applyPage),
  };
}

/** One apply of the history. */
export function applyPage(entry: HistoryEntry): ApplyView {
  const what = tellApply(entry);
  return {
    generation: entry.generation,
    at: entry.appliedAt,
    by: entry.appliedBy,
    what: `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
  };
}

function objectPage({ source, ...status }: ObjectStatus): ObjectView {
  const { address, kind, state, isBlocked, isDrifted, pack } = status;
  return { address, kind, state, isBlocked, isDrifted, pack, place: source === null ? "" : placeOf(source) };
}
