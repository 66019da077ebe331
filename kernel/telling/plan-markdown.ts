import type { Plan } from "../model/plan.ts";
import { planText } from "./plan-text.ts";
import { tellCounts } from "./tell-counts.ts";
import type { Saying, ToldChange } from "./tell-plan.ts";
import { tellPlan } from "./tell-plan.ts";

/** By this a pipeline finds the comment that it made before. */
export const MARKER = "<!-- trovato plan -->";

/** Less than the 65,536 characters that a comment may hold. */
const LONGEST = 60_000;
const MOST_ROWS = 100;
const MOST_NOTES = 20;
const LONGEST_CELL = 200;

const VERDICTS = {
  nothing: "Nothing to apply",
  changes: "Changes to apply",
  blocked: "Blocked: nothing would be applied",
} as const;

/**
 * A plan for the comment of a pull request: the verdict and the counts, what is blocked, a row for each change, and the
 * whole text folded away.
 */
export function planToMarkdown(plan: Plan): string {
  const told = tellPlan(plan);
  const { generation, verdict, drift, done, blocked, summary } = told;
  const blocks = [
    MARKER,
    `### ${VERDICTS[verdict]}`,
    `${tellCounts(summary)} From generation ${generation}.`,
    ...blocked.slice(0, MOST_NOTES).map(blockedNote),
    ...more(blocked.length - MOST_NOTES, "blocked"),
    ...(drift.length === 0 ? [] : [driftNote(drift)]),
    ...(done.length === 0 ? [] : [table(done), ...more(done.length - MOST_ROWS, "changed")]),
  ];
  const shown = blocks.join("\n\n");
  return `${shown}\n\n${folded(planText(told), LONGEST - shown.length)}\n`;
}

function more(count: number, what: string): readonly string[] {
  return count > 0 ? [`and ${count} more ${what}, in the whole plan.`] : [];
}

function blockedNote({ address, place, sayings }: ToldChange): string {
  const said = (wanted: Saying["about"]) => sayings.find(({ about }) => about === wanted)?.text ?? "";
  return `> [!CAUTION]\n> ${code(address)}: ${plain(said("reason"))}\n> ${plain(said("hint"))} (${code(place)})`;
}

function driftNote(drift: readonly ToldChange[]): string {
  const addresses = drift.map(({ address, gist }) => `${code(address)}${gist === "" ? "" : ` (${gist})`}`);
  const rest = drift.length > MOST_NOTES ? ` and ${drift.length - MOST_NOTES} more` : "";
  return `> [!NOTE]\n> Changed on the site and kept: ${addresses.slice(0, MOST_NOTES).join(", ")}${rest}`;
}

function table(changes: readonly ToldChange[]): string {
  const rows = changes
    .slice(0, MOST_ROWS)
    .map((change) => `| ${change.action} | ${addressCell(change)} | ${cell(change.gist)} | ${code(change.file)} |`);
  return `| | object | what | file |\n|---|---|---|---|\n${rows.join("\n")}`;
}

function addressCell({ address, previousAddress }: ToldChange): string {
  return previousAddress === null ? code(address) : `${code(previousAddress)} → ${code(address)}`;
}

function folded(text: string, longest: number): string {
  const shown =
    text.length <= longest ? text : `${text.slice(0, Math.max(0, longest))}\n… cut: run the plan to see all of it\n`;
  const ticks = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(ticks + 1);
  return `<details><summary>The whole plan</summary>\n\n${fence}text\n${shown}${fence}\n\n</details>`;
}

/** Text in which nothing is markup, a link, or the name of somebody. */
function plain(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|#@&~]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function cell(text: string): string {
  return plain(text.length <= LONGEST_CELL ? text : `${text.slice(0, LONGEST_CELL)}…`);
}

function code(text: string): string {
  return `<code>${text.replace(/\s+/g, " ").replace(/[&<>|@`*_~[\]\\]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</code>`;
}
