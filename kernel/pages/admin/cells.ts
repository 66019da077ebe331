import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import type { AdminLink, Chip } from "./admin-page.ts";

/** A cell of a table: text (a link, a time, code), chips, or links that do something with what the row is about. */
export type Cell = {
  readonly text?: string;
  readonly url?: string;
  readonly code?: boolean;
  /** Small line under the text. */
  readonly note?: string;
  readonly moment?: string;
  readonly chips?: readonly Chip[];
  readonly links?: readonly RowLink[];
  /** `num` for numbers and times, `bare` for what needs no name of its column where each row stands by itself. */
  readonly look?: "num" | "bare";
};
/** `about` says, for those who do not see the row, what it is a link about. */
export type RowLink = AdminLink & { readonly about?: string };
export type Column = { readonly label: string; readonly hidden?: boolean };
export type Table = {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly cells: readonly (Cell & { readonly label: string })[] }[];
};

/** A table from its rows; each cell knows its column, for screens on which rows stand by themselves. */
export function tableOf(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Table {
  return {
    caption,
    columns,
    rows: rows.map((cells) => ({ cells: cells.map((cell, at) => ({ ...cell, label: columns[at]!.label })) })),
  };
}

const RECENT = 7 * 86_400_000;

/** A moment (milliseconds since 1970): how long ago it was while that says more than the day. */
export function momentCell(site: Speaker, at: number | null, now: number): Cell {
  if (at === null) return { text: say(site, "admin.never"), look: "num" };
  return { text: momentText(site, at, now), moment: new Date(at).toISOString(), look: "num" };
}

export function momentText(site: Speaker, at: number, now: number): string {
  if (now - at < RECENT) return site.words.age(now - at);
  const iso = new Date(at).toISOString();
  return say(site, "admin.moment", { day: site.words.day(iso.slice(0, 10), "d MMM yyyy"), time: iso.slice(11, 16) });
}
