import type { PlanSummary } from "../model/plan.ts";
import type { ChangeView, CountView, LeafView, PlanView } from "../pages/admin/config-values.ts";
import type { ToldLine } from "./tell-lines.ts";
import type { Saying, Told, ToldChange } from "./tell-plan.ts";

const LOOKS: { readonly [sign in ToldChange["sign"]]: ChangeView["look"] } = {
  "+": "add",
  "~": "edit",
  "→": "move",
  "-": "drop",
  "!": "block",
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

/** Lays out a told plan for the pages of the administration. */
export function planPage({ drift, done, blocked, warnings, summary }: Told): PlanView {
  return {
    changes: [...done, ...blocked].map(changePage),
    drift: drift.map(changePage),
    warnings,
    counts: countsIn(summary),
  };
}

export function changePage({ sign, address, place, file, sayings, lines }: ToldChange): ChangeView {
  const before = sayings.filter(({ about }) => about === "origin" || about === "impact" || about === "reason");
  const after = sayings.filter((saying) => !before.includes(saying));
  const leaves = [...before.map(sayingLeaf), ...lines.map((line) => lineLeaf(line, file)), ...after.map(sayingLeaf)];
  return { sign, look: LOOKS[sign], address, place, leaves };
}

function sayingLeaf({ about, label, text, note }: Saying): LeafView {
  return about === "origin" || about === "reason" ? leaf(label, text, note) : leaf(label, "", text);
}

/** In the file that is named beside the address already, the line is enough. */
function lineLeaf({ sign, path, value, impact, place, source }: ToldLine, file: string): LeafView {
  const where = source !== null && source.file === file ? `(line ${source.line})` : place;
  return leaf(`${sign} ${path}`, value, impact || where);
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
