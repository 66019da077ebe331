import type { Plan } from "../model/plan.ts";
import { tellCounts } from "./tell-counts.ts";
import type { ToldLine } from "./tell-lines.ts";
import type { Saying, Told, ToldChange } from "./tell-plan.ts";
import { tellPlan } from "./tell-plan.ts";

/** A plan as people read it at `now`, without colours, its changes under `heading`. Ends with a line break. */
export function formatPlan(plan: Plan, heading?: string, now?: number): string {
  return planText(tellPlan(plan, now), heading);
}

/** Writes a told plan as lines of text, its changes under `heading`. Ends with a line break. */
export function planText(told: Told, heading = "The packs ask for:"): string {
  const blocks = [
    driftBlock(told),
    changesBlock(told, heading),
    told.warnings.map(({ text, place }) => `Warning: ${text} (${place})`),
    [tellCounts(told.summary)],
  ].filter((block) => block.length > 0);
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

/** Writes the changes that were made on the site, line by line; nothing when there are none. */
export function driftBlock({ drift, generation }: Told): readonly string[] {
  if (drift.length === 0) return [];
  return [
    `Changed outside of the packs since generation ${generation} (kept; --revert-drift puts it back):`,
    ...drift.flatMap(changeText),
  ];
}

function changesBlock({ done, blocked }: Told, heading: string): readonly string[] {
  if (done.length + blocked.length === 0) return [];
  const between = done.length > 0 && blocked.length > 0 ? [""] : [];
  return [heading, "", ...done.flatMap(changeText), ...between, ...blocked.flatMap(blockedText)];
}

function changeText({ sign, address, place, sayings, lines }: ToldChange): readonly string[] {
  return [row(2, `${sign} ${address}`, 40, place), ...sayings.map(sayingText), ...linesText(lines)];
}

function sayingText({ label, text, note }: Saying): string {
  return row(6, `${label} ${text}`.trimStart(), 52, note);
}

function blockedText({ address, place, sayings, lines }: ToldChange): readonly string[] {
  const about = (wanted: Saying["about"]) =>
    sayings.filter((saying) => saying.about === wanted).map(({ text }) => text);
  return [
    row(2, `! ${address}`, 40, `blocked: ${about("reason").join("; ")}`),
    ...linesText(lines),
    ...about("detail").map((detail) => `        ${detail}`),
    ...about("hint").map((hint) => `      ${hint} (${place})`),
  ];
}

/** Lines of one object in columns: what, before → after, where or what it touches. */
function linesText(lines: readonly ToldLine[]): readonly string[] {
  const cells = lines.map(
    ({ sign, path, value, impact, place }) => [`${sign} ${path}`, value, impact || place] as const,
  );
  const first = widthOf(cells.map(([path]) => path));
  const second = widthOf(cells.map(([, value]) => value));
  return cells.map(([path, value, note]) => `      ${path.padEnd(first)}  ${value.padEnd(second)}  ${note}`.trimEnd());
}

function row(indent: number, left: string, column: number, right: string): string {
  return `${" ".repeat(indent)}${left.padEnd(column - indent)}  ${right}`.trimEnd();
}

/** Wide enough for most: a single long cell does not push all others to the right. */
function widthOf(cells: readonly string[]): number {
  return Math.max(...cells.map((cell) => cell.length).filter((length) => length <= 48), 16);
}
