import { systemClock } from "../base/clock.ts";
import { formatAge } from "../base/format-age.ts";
import { lastName } from "../model/part-address.ts";
import type { Action, Plan, PlanChange, PlanDrift, PlanSummary } from "../model/plan.ts";
import { exitCodeOf } from "../model/plan.ts";
import type { ToldLine } from "./tell-lines.ts";
import { placeOf, tellLine } from "./tell-lines.ts";

/**
 * A sentence about a change: what it is about, the words before it, and what stands beside it: how much that touches,
 * or who did it.
 */
export type Saying = {
  readonly about: "origin" | "impact" | "reason" | "detail" | "hint" | "editor";
  readonly label: string;
  readonly text: string;
  readonly note: string;
};

/** All there is to say of one object. */
export type ToldChange = {
  readonly sign: "+" | "~" | "→" | "-" | "!";
  readonly action: Action;
  readonly address: string;
  /** The whole address that it had until now. */
  readonly previousAddress: string | null;
  /** Where the packs say so, or said so. */
  readonly place: string;
  /** The file of `place`. */
  readonly file: string;
  readonly sayings: readonly Saying[];
  readonly lines: readonly ToldLine[];
  /** All of it in a few words: what it touches, else which places it changes. */
  readonly gist: string;
};

/** All there is to say of a plan. What it looks like is for whoever lays it out. */
export type Told = {
  readonly generation: number;
  readonly verdict: "nothing" | "changes" | "blocked";
  readonly drift: readonly ToldChange[];
  /** In the order in which an apply makes them. */
  readonly changes: readonly ToldChange[];
  /** Changes that would be made, and those that keep all of them from being made. */
  readonly done: readonly ToldChange[];
  readonly blocked: readonly ToldChange[];
  readonly warnings: readonly { readonly text: string; readonly place: string }[];
  readonly summary: PlanSummary;
};

export const SIGNS: { readonly [action in Action]: ToldChange["sign"] } = {
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

const VERDICTS = { 0: "nothing", 2: "changes", 3: "blocked" } as const;

/** Decides what there is to say of a plan at `now`, once for all who show it. */
export function tellPlan(plan: Plan, now = systemClock.now()): Told {
  const { generation, drift, warnings, summary } = plan;
  const changes = plan.changes.map((change) => (change.blocked ? tellBlocked(change) : tellDone(change)));
  return {
    generation,
    verdict: VERDICTS[exitCodeOf(plan)],
    drift: drift.map((each) => tellDrift(each, now)),
    changes,
    done: changes.filter(({ sign }) => sign !== "!"),
    blocked: changes.filter(({ sign }) => sign === "!"),
    warnings: warnings.map(({ message, source }) => ({ text: message, place: placeOf(source) })),
    summary,
  };
}

/** Tells a change on the site, by whom and when. */
export function tellDrift({ address, source, isGone, lines, changed }: PlanDrift, now: number): ToldChange {
  const editor = changed === null ? "" : `by ${changed.by}, ${formatAge(now - changed.at)}`;
  const gone: Saying = { about: "origin", label: "", text: "deleted on the site", note: editor };
  const edited = editor === "" ? [] : [say("editor", editor)];
  return {
    sign: isGone ? "-" : "~",
    action: isGone ? "remove" : "update",
    address,
    previousAddress: null,
    place: placeOf(source),
    file: source.file,
    sayings: isGone ? [gone] : edited,
    lines: isGone ? [] : lines.map(tellLine),
    gist: isGone ? "deleted" : "",
  };
}

function tellDone(change: PlanChange): ToldChange {
  const { action, lines } = change;
  const shown = action === "create" ? lines.filter(({ op }) => op === "index" || op === "ungranted") : lines;
  return { ...tellHead(change), sign: SIGNS[action], sayings: sayingsOf(change), lines: shown.map(tellLine) };
}

function sayingsOf({ action, address, impact, lines, previousAddress }: PlanChange): readonly Saying[] {
  if (previousAddress !== null) {
    const label = lastName(previousAddress) === lastName(address) ? "moved from" : "renamed from";
    return [{ about: "origin", label, text: nameLeft(previousAddress, address), note: impact ?? "" }];
  }
  const sayings: Saying[] = [];
  if (impact !== null) {
    sayings.push(say("impact", impact, action === "forget" ? "forgotten:" : ""));
  }
  if (action === "adopt" && lines.length === 0) {
    sayings.push(say("impact", "already so on the site; the packs manage it from now on"));
  }
  return sayings;
}

function tellBlocked(change: PlanChange): ToldChange {
  const { reason, details, hint, lines } = change;
  const sayings = [
    say("reason", reason ?? "", "blocked:"),
    ...details.map((detail) => say("detail", detail)),
    ...(hint === null ? [] : [say("hint", hint)]),
  ];
  return { ...tellHead(change), sign: "!", sayings, lines: lines.map(tellLine) };
}

function say(about: Saying["about"], text: string, label = ""): Saying {
  return { about, label, text, note: "" };
}

function tellHead(change: PlanChange): Omit<ToldChange, "sign" | "sayings" | "lines"> {
  const { action, address, previousAddress, source } = change;
  return {
    ...{ action, address, previousAddress },
    place: placeOfChange(change),
    file: source?.file ?? "",
    gist: gistOf(change),
  };
}

/** Tells what a change touches, else which places it changes. */
function gistOf({ action, impact, lines }: PlanChange): string {
  const impacts = [impact, ...lines.map((line) => line.impact)].filter((text) => text !== null);
  if (impacts.length > 0) return [...new Set(impacts)].join("; ");
  if (action === "create") return "";
  const paths = lines.map(({ path }) => path);
  return paths.length <= 4 ? paths.join(", ") : `${paths.slice(0, 3).join(", ")} and ${paths.length - 3} more`;
}

/** Of a part only its own name: the rest of the address is there already. */
function nameLeft(previous: string, address: string): string {
  const parent = address.slice(0, address.lastIndexOf(".") + 1);
  const isPart = parent.split(".").length > 2 && previous.startsWith(parent);
  return isPart ? previous.slice(parent.length) : previous;
}

/** A file that is no longer there, or is new as a whole, is named without a line. */
function placeOfChange({ action, address, kind, name, source }: PlanChange): string {
  if (source === null) return "on the site";
  if (action !== "destroy" && SIGNS[action] === "-" && address === `${kind}.${name}`) return `was ${source.file}`;
  return action === "create" ? source.file : placeOf(source);
}
