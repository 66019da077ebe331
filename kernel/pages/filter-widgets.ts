import type { TagTree } from "../categories/tag-tree.ts";
import { choicesOf, vocabularyOf } from "../fields/field-types.ts";
import type { ListedFilter } from "../gather/display.ts";
import { operandForm } from "../gather/operands.ts";
import type { Operand, Range } from "../gather/operators/operand.ts";
import type { Site } from "../model/site.ts";
import { say } from "../words/say.ts";

export type WidgetOption = { readonly value: string; readonly label: string; readonly selected: boolean };

/** A control of the filter form, as the template that draws it sees it. */
export type FilterWidget = {
  readonly template: "filter--text" | "filter--select" | "filter--range";
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  /** The type of its inputs. */
  readonly type: "text" | "number" | "date";
  readonly step: string | null;
  readonly value: string;
  readonly min: string;
  readonly max: string;
  readonly options: readonly WidgetOption[];
};

/** Sources of widgets, beside the filter itself. */
export type WidgetSources = { readonly site: Site; readonly trees: ReadonlyMap<string, TagTree> };

/** The control for an exposed filter, holding its value. */
export function filterWidget(filter: ListedFilter, value: Operand | null, sources: WidgetSources): FilterWidget {
  const type: FilterWidget["type"] = INPUT_TYPES[filter.source.kind] ?? "text";
  const shared: Omit<FilterWidget, "template"> = {
    id: `filter-${filter.id}`,
    name: filter.id,
    label: filter.exposed!.label,
    required: filter.exposed!.required ?? false,
    type,
    step: type === "number" ? "any" : null,
    value: "",
    min: "",
    max: "",
    options: [],
  };
  if (operandForm(filter.operator) === "range") {
    const { min, max } = (value ?? {}) as Range;
    return { ...shared, template: "filter--range", min: String(min ?? ""), max: String(max ?? "") };
  }
  const choices = choicesFor(filter, sources);
  const text = value === null ? "" : String([value].flat()[0]);
  if (choices === null) return { ...shared, template: "filter--text", value: text };
  const any = shared.required ? [] : [{ value: "", label: say(sources.site, "choice.any") }];
  let isChosen = false;
  const options = [...any, ...choices].map((choice) => {
    const selected = !isChosen && choice.value === text;
    isChosen ||= selected;
    return { ...choice, selected };
  });
  return { ...shared, template: "filter--select", options };
}

type Choice = { readonly value: string; readonly label: string };

const INPUT_TYPES: { readonly [kind: string]: "number" | "date" } = {
  number: "number",
  date: "date",
  datetime: "date",
  moment: "date",
};
const INDENT = "\u00a0\u00a0\u00a0";

/** The values that a filter can take, or null when it takes any. */
function choicesFor(filter: ListedFilter, { site, trees }: WidgetSources): readonly Choice[] | null {
  const { source, operator, exposed } = filter;
  if (exposed?.widget === "text") return null;
  if (operandForm(operator) === "none") return [{ value: "true", label: say(site, "choice.yes") }];
  if (source.kind === "boolean") {
    return [
      { value: "true", label: say(site, "choice.yes") },
      { value: "false", label: say(site, "choice.no") },
    ];
  }
  if (source.kind === "status") {
    return [
      { value: "1", label: say(site, "choice.published") },
      { value: "0", label: say(site, "choice.unpublished") },
    ];
  }
  if (source.name === "type") return [...site.types.values()].map((type) => ({ value: type.name, label: type.label }));
  const choices = source.field === null ? null : choicesOf(source.field);
  if (choices !== null) return [...choices].map(([value, label]) => ({ value, label }));
  const tags = vocabulariesOf(filter).flatMap((name) => trees.get(name)?.entries ?? []);
  if (tags.length === 0) return null;
  return tags.map(({ tag, depth }) => ({ value: tag.id, label: INDENT.repeat(depth) + tag.label }));
}

/** The vocabularies whose tags a filter chooses from. */
export function vocabulariesOf({ source }: ListedFilter): readonly string[] {
  const fields = source.members.length > 0 ? source.members.map((member) => member.field) : [source.field];
  return [...new Set(fields.flatMap((field) => (field === null ? [] : (vocabularyOf(field) ?? []))))];
}
