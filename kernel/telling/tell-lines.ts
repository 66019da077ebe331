import type { Source } from "../base/fault.ts";
import { printable } from "../base/printable.ts";
import type { PlanLine } from "../model/plan.ts";
import { tellListChange, tellPart, tellValue } from "./tell-value.ts";

/** Told change at one place of an object. */
export type ToldLine = {
  readonly sign: "+" | "~" | "-" | "!";
  readonly path: string;
  /** New value beside the old one: `"Film" → "Movie"`. */
  readonly value: string;
  /** Impact; empty where there is none. */
  readonly impact: string;
  /** The file and line that says so. */
  readonly place: string;
  readonly source: Source | null;
};

const SIGNS: { readonly [op in PlanLine["op"]]: ToldLine["sign"] } = {
  add: "+",
  change: "~",
  reorder: "~",
  adopt: "~",
  remove: "-",
  forget: "-",
  index: "+",
  ungranted: "!",
};

export function tellLine(line: PlanLine): ToldLine {
  const { op, path, after, impact, source } = line;
  const sign = op === "index" && after === null ? "-" : SIGNS[op];
  const value = printable(lineValue(line));
  return { sign, path: printable(path), value, impact: printable(impact ?? ""), place: placeOf(source), source };
}

function lineValue({ op, path, before, after }: PlanLine): string {
  if (op === "add") return tellPart(after, path);
  if (op === "ungranted") return `${tellValue(after)}: asked for, and not granted`;
  if (op === "index") return String(after ?? before);
  if (op === "remove") return tellPart(before, path);
  if (op === "forget") return "no longer managed; it stays as the site's own";
  if (op === "adopt") return `${tellValue(after)}, as on the site`;
  if (op === "reorder") return `in the order ${tellValue(after)}`;
  const list = Array.isArray(before) && Array.isArray(after) ? tellListChange(before, after) : null;
  return list ?? `${tellValue(before)} → ${tellValue(after)}`;
}

export function placeOf(source: Source | null): string {
  return source === null ? "" : `${printable(source.file)}:${source.line}`;
}
