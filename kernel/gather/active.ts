import { typeOf } from "../fields/field-types.ts";
import type { Site } from "../model/site.ts";
import { say } from "../words/say.ts";
import type { ListedFilter, ListingDisplay } from "./display.ts";
import type { Direction, ExposedInput } from "./exposed.ts";
import { exposedFilters, exposedSorts } from "./exposed.ts";
import { operandForm } from "./operands.ts";
import type { Operand, Range } from "./operators/operand.ts";
import type { Source } from "./sources.ts";
import type { Tags } from "./tags.ts";
import { urlWith } from "./urls.ts";
import type { Bound } from "./value-kinds.ts";

/** A filter that a visitor has set: what it says, and the address of the listing without it. */
export type ActiveFilter = {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly without: string;
};

/**
 * An order to choose: its address, and whether it is the present one. `direction` is that of the address, or the
 * present one.
 */
export type SortChoice = {
  readonly id: string;
  readonly label: string;
  readonly direction: Direction;
  readonly current: boolean;
  readonly url: string;
};

type Context = { readonly site: Pick<Site, "dateFormat" | "words">; readonly tags: Pick<Tags, "labelOf"> };

/** The filters that visitors have set, in the order of the display. */
export function activeFilters(
  display: ListingDisplay,
  path: string,
  input: ExposedInput,
  context: Context,
): readonly ActiveFilter[] {
  return exposedFilters(display).flatMap((filter) => {
    const value = input.values.get(filter.id);
    if (value === undefined || value === null) return [];
    return {
      id: filter.id,
      label: filter.exposed!.label,
      text: describe(filter, value, context),
      without: urlWith(display, path, input, { values: { [filter.id]: null } }),
    };
  });
}

/** The orders that visitors may choose. */
export function sortChoices(display: ListingDisplay, path: string, input: ExposedInput): readonly SortChoice[] {
  const sorts = exposedSorts(display);
  const present = sorts.find((sort) => sort.id === input.sort?.id) ?? sorts[0];
  return sorts.map((sort) => {
    const current = sort === present;
    const direction = (current ? input.sort?.direction : undefined) ?? sort.direction ?? "asc";
    const url = urlWith(display, path, input, { sort: { id: sort.id, direction } });
    return { id: sort.id, label: sort.exposed!.label, direction, current, url };
  });
}

function describe({ source, operator }: ListedFilter, value: Operand, context: Context): string {
  const form = operandForm(operator);
  if (form === "none") return "";
  if (form === "list")
    return [value]
      .flat()
      .map((entry) => describeOne(source, entry as Bound, context))
      .join(", ");
  if (form === "one") return describeOne(source, value as Bound, context);
  const { min, max } = value as Range;
  const { site } = context;
  if (max === undefined) return say(site, "listing.since", { value: describeOne(source, min!, context) });
  if (min === undefined) return say(site, "listing.until", { value: describeOne(source, max, context) });
  return say(site, "listing.between", {
    from: describeOne(source, min, context),
    to: describeOne(source, max, context),
  });
}

function describeOne({ kind, field }: Source, value: Bound, { site, tags }: Context): string {
  if (kind === "reference") return tags.labelOf(String(value)) ?? String(value);
  if (field !== null) return typeOf(field).text({ value }, field, { site, labelOf: () => null });
  if (kind === "moment") return site.words.day(String(value), site.dateFormat);
  if (kind === "boolean") return say(site, value === true ? "choice.yes" : "choice.no");
  if (kind === "status") return say(site, value === 1 ? "choice.published" : "choice.unpublished");
  return String(value);
}
