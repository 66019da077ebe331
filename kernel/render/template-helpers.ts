import type { HelperOptions } from "handlebars";
import { didYouMean } from "../base/near-miss.ts";
import type { Asset } from "../model/site.ts";
import type { Html } from "./html.ts";

/** What the context of an item's template offers to `{{field "name"}}`. */
export type FieldSource = { printField(name: string): Html | "" };

/** The helpers that are ours, by the name that templates use. */
export function createHelpers(assets: ReadonlyMap<string, Asset>) {
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
  };
}
