import type { HelperOptions } from "handlebars";
import { didYouMean } from "../base/near-miss.ts";
import type { Asset } from "../kinds/asset/asset-spec.ts";
import type { Words } from "../model/words.ts";
import type { ShownMoment } from "../words/moments.ts";
import { escapeHtml } from "./escape.ts";
import type { Html } from "./html.ts";
import { html } from "./html.ts";

/** Context of an item's template, as `{{field "name"}}` uses it. */
export type FieldSource = { printField(name: string): Html | "" };

/** Value for a hole of a sentence in a template. */
type SentencePart = string | number | Html;

/** Where HTML goes in a sentence: characters that stand for nothing else. */
const MARK = /\uE000(\d+)\uE001/g;

/** The helpers that are ours, by the name that templates use. */
export function createHelpers(assets: ReadonlyMap<string, Asset>, words: Words) {
  return {
    /** The view of a field of the item, without its label; nothing when it has no value. */
    field(name: string, options: HelperOptions): Html | "" {
      const source = options.data.root as Partial<FieldSource>;
      if (source.printField === undefined)
        throw new Error(`{{field "${name}"}} stands in a template that shows no item.`);
      return source.printField(name);
    },
    /** The address of an asset. */
    asset(path: string): string {
      const asset = assets.get(path);
      if (asset === undefined) throw new Error(`There is no asset ${path}.${didYouMean(path, assets.keys())}`);
      return asset.url;
    },
    /** The sentence called `key`, filled with the rest: text, or what other helpers made of it. */
    say(key: string, { hash }: HelperOptions): string | Html {
      const values = Object.entries(hash as { readonly [name: string]: SentencePart });
      if (!values.some(([, value]) => isHtml(value))) return words.sentence(key, hash);
      // What is HTML already comes into the sentence when that is escaped.
      const marked = values.map(([name, value], index) => [name, isHtml(value) ? markOf(index) : value] as const);
      const text = escapeHtml(words.sentence(key, Object.fromEntries(marked)));
      return html(text.replace(MARK, (mark, index: string) => partAt(values, Number(index))?.toHTML() ?? mark));
    },
    /** Text that is for machines: an id, a file. */
    "as-code": (text: string): Html => html(`<code>${escapeHtml(text)}</code>`),
    /** Emphasises a part of a sentence. */
    "as-strong": (text: string): Html => html(`<strong>${escapeHtml(text)}</strong>`),
    /** A moment, for machines too. */
    "as-time": ({ iso, text }: ShownMoment): Html =>
      html(`<time datetime="${escapeHtml(iso)}">${escapeHtml(text)}</time>`),
  };
}

/** Text may hold the marks as well, with any number. */
function partAt(values: readonly (readonly [string, SentencePart])[], index: number): Html | null {
  const part = values[index]?.[1];
  return part !== undefined && isHtml(part) ? part : null;
}

function isHtml(value: SentencePart): value is Html {
  return typeof value === "object" && value !== null && "toHTML" in value;
}

function markOf(index: number): string {
  return `\uE000${index}\uE001`;
}
