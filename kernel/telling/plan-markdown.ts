import type { Plan, PlanChange } from "../model/plan.ts";
import { exitCodeOf } from "../model/plan.ts";
import { formatPlan, summaryOfPlan } from "./format-plan.ts";

/** By this a pipeline finds the comment that it made before. */
export const MARKER = "<!-- trovato plan -->";

/** Less than the 65,536 characters that a comment may hold. */
const LONGEST = 60_000;
const MOST_ROWS = 100;
const MOST_NOTES = 20;
const LONGEST_CELL = 200;

const VERDICTS = {
  0: "Nothing to apply",
  2: "Changes to apply",
  3: "Blocked: nothing would be applied",
} as const;

/** A plan for the comment of a pull request: the verdict and the counts, what is blocked, a row for each change, and the whole text folded away. */
export function planToMarkdown(plan: Plan): string {
  const { changes, drift } = plan;
  const blocked = changes.filter((change) => change.blocked);
  const done = changes.filter((change) => !change.blocked);
  const blocks = [
    MARKER,
    `### ${VERDICTS[exitCodeOf(plan)]}`,
    `${summaryOfPlan(plan)} From generation ${plan.generation}.`,
    ...blocked.slice(0, MOST_NOTES).map(blockedNote),
    ...more(blocked.length - MOST_NOTES, "blocked"),
    ...(drift.length === 0 ? [] : [driftNote(plan)]),
    ...(done.length === 0 ? [] : [table(done), ...more(done.length - MOST_ROWS, "changed")]),
  ];
  const shown = blocks.join("\n\n");
  return `${shown}\n\n${folded(formatPlan(plan), LONGEST - shown.length)}\n`;
}

function more(count: number, what: string): readonly string[] {
  return count > 0 ? [`and ${count} more ${what}, in the whole plan.`] : [];
}

function blockedNote({ address, reason, hint, source }: PlanChange): string {
  const place = source === null ? "" : ` (${code(`${source.file}:${source.line}`)})`;
  return `> [!CAUTION]\n> ${code(address)}: ${plain(reason ?? "")}\n> ${plain(hint ?? "")}${place}`;
}

function driftNote({ drift }: Plan): string {
  const addresses = drift.map(({ address, isGone }) => `${code(address)}${isGone ? " (deleted)" : ""}`);
  const rest = drift.length > MOST_NOTES ? ` and ${drift.length - MOST_NOTES} more` : "";
  return `> [!NOTE]\n> Changed on the site and kept: ${addresses.slice(0, MOST_NOTES).join(", ")}${rest}`;
}

function table(changes: readonly PlanChange[]): string {
  const rows = changes
    .slice(0, MOST_ROWS)
    .map(
      (change) =>
        `| ${change.action} | ${addressCell(change)} | ${cell(noteOf(change))} | ${code(change.source?.file ?? "")} |`,
    );
  return `| | object | what | file |\n|---|---|---|---|\n${rows.join("\n")}`;
}

function addressCell({ address, previousAddress }: PlanChange): string {
  return previousAddress === null ? code(address) : `${code(previousAddress)} → ${code(address)}`;
}

/** What a change touches, else which places it changes. */
function noteOf({ action, impact, lines }: PlanChange): string {
  const impacts = [impact, ...lines.map((line) => line.impact)].filter((text) => text !== null);
  if (impacts.length > 0) return [...new Set(impacts)].join("; ");
  if (action === "create") return "";
  const paths = lines.map(({ path }) => path);
  return paths.length <= 4 ? paths.join(", ") : `${paths.slice(0, 3).join(", ")} and ${paths.length - 3} more`;
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
