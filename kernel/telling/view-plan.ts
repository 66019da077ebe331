import { formatAge } from "../base/format-age.ts";
import type { Plan, PlanChange, PlanDrift, PlanLine, PlanSummary } from "../model/plan.ts";
import type { ChangeView, CountView, LeafView, PlanView } from "../pages/admin/config-values.ts";
import { formatOp, nameLeft, noteOf, placeOf, placeOfChange, SYMBOLS, symbolOf } from "./format-plan.ts";

const LOOKS: { readonly [action in PlanChange["action"]]: ChangeView["look"] } = {
  create: "add",
  update: "edit",
  require: "edit",
  "change-type": "edit",
  adopt: "edit",
  rename: "move",
  remove: "drop",
  forget: "drop",
  destroy: "drop",
};
const COUNT_LOOKS: { readonly [count in keyof PlanSummary]: CountView["look"] } = {
  add: "good",
  change: "warn",
  rename: "stage",
  adopt: "good",
  remove: "bad",
  forget: "bad",
  destroy: "bad",
  blocked: "bad",
};

/** A plan as pages show it: what `formatPlan` writes as text, as values. */
export function viewPlan({ changes, drift, warnings, summary }: Plan, now: number): PlanView {
  return {
    changes: changes.map(viewChange),
    drift: drift.map((each) => viewDrift(each, now)),
    warnings: warnings.map(({ message, source }) => ({ text: message, place: placeOf(source) })),
    counts: countsIn(summary),
  };
}

/** What was changed on the site. */
export function viewDrift({ address, source, isGone, lines, changed }: PlanDrift, now: number): ChangeView {
  const editor = changed === null ? "" : `by ${changed.by}, ${formatAge(now - changed.at)}`;
  const edited = editor === "" ? [] : [leaf("", "", editor)];
  return {
    sign: isGone ? "-" : "~",
    look: isGone ? "drop" : "edit",
    address,
    place: placeOf(source),
    leaves: isGone
      ? [leaf("", "deleted on the site", editor)]
      : [...lines.map((line) => viewLine(line, source?.file)), ...edited],
  };
}

function viewChange(change: PlanChange): ChangeView {
  const { action, address, blocked } = change;
  return {
    sign: blocked ? "!" : SYMBOLS[action],
    look: blocked ? "block" : LOOKS[action],
    address,
    place: placeOfChange(change),
    leaves: blocked ? blockedLeaves(change) : leavesOf(change),
  };
}

function leavesOf({ action, address, impact, lines, previousAddress, source }: PlanChange): readonly LeafView[] {
  const said = action === "create" ? lines.filter(({ op }) => op === "index") : lines;
  const shown = said.map((line) => viewLine(line, source?.file));
  if (previousAddress !== null) {
    return [leaf("renamed from", nameLeft(previousAddress, address), impact ?? ""), ...shown];
  }
  const about = impact === null ? [] : [leaf(action === "forget" ? "forgotten:" : "", "", impact)];
  const isAsWanted = action === "adopt" && lines.length === 0;
  const adopted = isAsWanted ? [leaf("", "", "already so on the site; the packs manage it from now on")] : [];
  return [...about, ...adopted, ...shown];
}

function blockedLeaves({ lines, reason, hint, details, source }: PlanChange): readonly LeafView[] {
  return [
    leaf("blocked:", reason ?? "", ""),
    ...lines.map((line) => viewLine(line, source?.file)),
    ...details.map((detail) => leaf("", "", detail)),
    ...(hint === null ? [] : [leaf("", "", hint)]),
  ];
}

/** In the file that is named beside the address already, the line is enough. */
function viewLine(line: PlanLine, file: string | undefined): LeafView {
  const isThere = line.impact === null && line.source !== null && line.source.file === file;
  return leaf(`${symbolOf(line)} ${line.path}`, formatOp(line), isThere ? `(line ${line.source?.line})` : noteOf(line));
}

/** The whole line is set as code, so the marks that texts have around code say nothing. */
function leaf(text: string, strong: string, note: string): LeafView {
  return { text, strong: strong.replaceAll("`", ""), note: note.replaceAll("`", "") };
}

function countsIn(summary: PlanSummary): readonly CountView[] {
  return (Object.keys(COUNT_LOOKS) as (keyof PlanSummary)[])
    .filter((of) => summary[of] > 0)
    .map((of) => ({ count: summary[of], of: of === "blocked" ? of : `to ${of}`, look: COUNT_LOOKS[of] }));
}
