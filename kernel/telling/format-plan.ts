import { systemClock } from "../base/clock.ts";
import type { Source } from "../base/fault.ts";
import { formatAge } from "../base/format-age.ts";
import type { Plan, PlanChange, PlanDrift, PlanLine, PlanSummary } from "../model/plan.ts";
import { formatListChange, formatPart, formatValue } from "./format-value.ts";

export const SYMBOLS: { readonly [action in PlanChange["action"]]: string } = {
  create: "+",
  update: "~",
  require: "~",
  "change-type": "~",
  adopt: "~",
  rename: "→",
  remove: "-",
  forget: "-",
  destroy: "-",
};

const LINE_SYMBOLS: { readonly [op in PlanLine["op"]]: string } = {
  add: "+",
  change: "~",
  reorder: "~",
  adopt: "~",
  remove: "-",
  forget: "-",
  index: "+",
};

/** A plan as people read it at `now`, without colours, its changes under `heading`. Ends with a line break. */
export function formatPlan(plan: Plan, heading = "The packs ask for:", now = systemClock.now()): string {
  const blocks = [
    driftBlock(plan, now),
    changesBlock(plan, heading),
    warningsBlock(plan),
    [summaryOfPlan(plan)],
  ].filter((block) => block.length > 0);
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}

/** What was changed on the site, line by line; nothing when nothing was. */
export function driftBlock({ drift, generation }: Plan, now = systemClock.now()): readonly string[] {
  if (drift.length === 0) return [];
  return [
    `Changed outside of the packs since generation ${generation} (kept; --revert-drift puts it back):`,
    ...drift.flatMap((each) => formatDrift(each, now)),
  ];
}

function formatDrift({ address, source, isGone, lines, changed }: PlanDrift, now: number): readonly string[] {
  const editor = changed === null ? "" : `by ${changed.by}, ${formatAge(now - changed.at)}`;
  if (isGone) return [row(2, `- ${address}`, 40, placeOf(source)), row(6, "deleted on the site", 52, editor)];
  return [
    row(2, `~ ${address}`, 40, placeOf(source)),
    ...(editor === "" ? [] : [`      ${editor}`]),
    ...formatLines(lines),
  ];
}

function warningsBlock({ warnings }: Plan): readonly string[] {
  return warnings.map(({ source, message }) => `Warning: ${message} (${placeOf(source)})`);
}

function changesBlock({ changes }: Plan, heading: string): readonly string[] {
  if (changes.length === 0) return [];
  const done = changes.filter((change) => !change.blocked).flatMap(formatChange);
  const blocked = changes.filter((change) => change.blocked).flatMap(formatBlocked);
  const between = done.length > 0 && blocked.length > 0 ? [""] : [];
  return [heading, "", ...done, ...between, ...blocked];
}

function formatChange(change: PlanChange): readonly string[] {
  const { action, address, impact, lines, previousAddress } = change;
  if (previousAddress !== null) {
    return [
      row(2, `→ ${address}`, 40, placeOfChange(change)),
      row(6, `renamed from ${nameLeft(previousAddress, address)}`, 52, impact ?? ""),
      ...formatLines(lines),
    ];
  }
  return [
    row(2, `${SYMBOLS[action]} ${address}`, 40, placeOfChange(change)),
    ...(impact === null ? [] : [`      ${action === "forget" ? `forgotten: ${impact}` : impact}`]),
    ...(action === "adopt" && lines.length === 0
      ? ["      already so on the site; the packs manage it from now on"]
      : []),
    ...formatLines(action === "create" ? lines.filter((line) => line.op === "index") : lines),
  ];
}

/** Of a part only its own name: the rest of the address is there already. */
export function nameLeft(previous: string, address: string): string {
  const parent = address.slice(0, address.lastIndexOf(".") + 1);
  const isPart = parent.split(".").length > 2 && previous.startsWith(parent);
  return isPart ? previous.slice(parent.length) : previous;
}

function formatBlocked(change: PlanChange): readonly string[] {
  const { address, lines, reason, hint, details } = change;
  return [
    row(2, `! ${address}`, 40, `blocked: ${reason}`),
    ...formatLines(lines),
    ...details.map((detail) => `        ${detail}`),
    `      ${hint} (${placeOfChange(change)})`,
  ];
}

/** Lines of one object in columns: what, before → after, where or what it touches. */
function formatLines(lines: readonly PlanLine[]): readonly string[] {
  const cells = lines.map((line) => [`${symbolOf(line)} ${line.path}`, formatOp(line), noteOf(line)] as const);
  const first = widthOf(cells.map(([path]) => path));
  const second = widthOf(cells.map(([, value]) => value));
  return cells.map(([path, value, note]) => `      ${path.padEnd(first)}  ${value.padEnd(second)}  ${note}`.trimEnd());
}

export function symbolOf({ op, after }: PlanLine): string {
  return op === "index" && after === null ? "-" : LINE_SYMBOLS[op];
}

export function formatOp({ op, path, before, after }: PlanLine): string {
  if (op === "add") return formatPart(after, path);
  if (op === "index") return String(after ?? before);
  if (op === "remove") return formatPart(before, path);
  if (op === "forget") return "no longer managed; it stays as the site's own";
  if (op === "adopt") return `${formatValue(after)}, as on the site`;
  if (op === "reorder") return `in the order ${formatValue(after)}`;
  const list = Array.isArray(before) && Array.isArray(after) ? formatListChange(before, after) : null;
  return list ?? `${formatValue(before)} → ${formatValue(after)}`;
}

export function noteOf({ impact, source }: PlanLine): string {
  return impact ?? placeOf(source);
}

/** The counts of a plan in one line. */
export function summaryOfPlan({ changes, summary }: Pick<Plan, "changes" | "summary">): string {
  return changes.length === 0 ? "No changes." : `Plan: ${countsOf(summary)}.`;
}

/** `3 to add, 2 to change, … ; 0 blocked`: what is rare is said only where there is any. */
export function countsOf(summary: PlanSummary): string {
  const counted = (count: keyof PlanSummary) => `${summary[count]} to ${count}`;
  const parts = [
    counted("add"),
    counted("change"),
    counted("rename"),
    ...(summary.adopt > 0 ? [counted("adopt")] : []),
    ...(summary.remove > 0 ? [counted("remove")] : []),
    counted("forget"),
    counted("destroy"),
  ];
  return `${parts.join(", ")}; ${summary.blocked} blocked`;
}

/** `3 to add, 1 blocked`: the counts of what was done, without those that are none. */
export function doneOf(summary: PlanSummary): string {
  const done = countsOf(summary)
    .split(/[,;] /)
    .filter((part) => !part.startsWith("0 "));
  return done.length === 0 ? "nothing" : done.join(", ");
}

/** A file that is no longer there, or is new as a whole, is named without a line. */
export function placeOfChange({ action, address, kind, name, source }: PlanChange): string {
  if (source === null) return "on the site";
  if (action !== "destroy" && SYMBOLS[action] === "-" && address === `${kind}.${name}`) return `was ${source.file}`;
  return action === "create" ? source.file : placeOf(source);
}

export function placeOf(source: Source | null): string {
  return source === null ? "" : `${source.file}:${source.line}`;
}

function row(indent: number, left: string, column: number, right: string): string {
  return `${" ".repeat(indent)}${left.padEnd(column - indent)}  ${right}`.trimEnd();
}

/** Wide enough for most: a single long cell does not push all others to the right. */
function widthOf(cells: readonly string[]): number {
  return Math.max(...cells.map((cell) => cell.length).filter((length) => length <= 48), 16);
}
