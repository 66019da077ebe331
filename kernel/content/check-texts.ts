import { valuesOf } from "../fields/cardinality.ts";
import type { ItemType } from "../kinds/type/type-spec.ts";
import type { ItemDraft } from "../model/item.ts";
import type { Site } from "../model/site.ts";
import { wrong } from "../words/problem.ts";
import type { FieldProblem } from "./check.ts";

/** The texts among what a draft gives that cannot be shown in their formats, or not in time. */
export function checkTexts(
  site: Pick<Site, "canFormat">,
  type: ItemType,
  given: ItemDraft["fields"],
): readonly FieldProblem[] {
  return [...type.fields.values()].flatMap((field) => {
    const value = given[field.name];
    if (value === null || value === undefined) return [];
    const isShown = valuesOf(value).every((each) => !("format" in each) || site.canFormat(each.value, each.format));
    return isShown ? [] : [{ field: field.name, label: field.label, problem: wrong("not_shown") }];
  });
}
