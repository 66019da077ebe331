import { Fault, Faults } from "../base/fault.ts";
import { titleFromJson } from "../fields/parse.ts";
import { validateField } from "../fields/validate.ts";
import type { ItemType } from "../kinds/type/type-spec.ts";
import type { FieldValue, ItemDraft } from "../model/item.ts";
import type { Problem } from "../words/problem.ts";
import { englishProblem, wrong } from "../words/problem.ts";

/**
 * Something that is wrong with one field of an item: `field` is `title`, the name of a field, or empty; `label` is what
 * it is called. A plugin says it in words of its own, as a whole sentence without its end.
 */
export type FieldProblem = { readonly field: string; readonly label: string; readonly problem: Problem | string };

/** Content of an item once the draft is merged with what was there. */
type Content = Pick<ItemDraft, "title" | "fields">;

/**
 * Everything that keeps `content` from being an item of `type`. Fields that the type does not have (any more) are only
 * wrong in `given`.
 */
export function checkContent(
  type: ItemType,
  content: Content,
  given: Content["fields"] = content.fields,
): readonly FieldProblem[] {
  return [
    ...checkTitle(type, content.title),
    ...checkUnknown(type, given),
    ...checkFields(type, content.fields, given),
  ];
}

/**
 * Throws what is wrong with the items of a save, all at once. @throws Fault or Faults `item.invalid`, whose cause is
 * the list of problems
 */
export function requireValid(
  found: readonly { readonly item: string; readonly problems: readonly FieldProblem[] }[],
): void {
  const faults = found
    .filter(({ problems }) => problems.length > 0)
    .map(({ item, problems }) => {
      const sentences = problems.map((each) => `${englishText(each)}.`).join(" ");
      return new Fault("item.invalid", `${item}: ${sentences}`, { cause: problems });
    });
  if (faults.length === 1) throw faults[0];
  if (faults.length > 1) throw new Faults(faults);
}

/** Says a problem as faults do, without the end of the sentence. */
export function englishText({ label, problem }: FieldProblem): string {
  return typeof problem === "string" ? problem : englishProblem(problem, label);
}

function checkTitle(type: ItemType, title: string): readonly FieldProblem[] {
  const parsed = titleFromJson(title);
  const problem = "problem" in parsed ? parsed.problem : parsed.value === null ? wrong("required") : null;
  return problem === null ? [] : [{ field: "title", label: type.titleLabel, problem }];
}

function checkUnknown(type: ItemType, given: Content["fields"]): readonly FieldProblem[] {
  return Object.keys(given)
    .filter((name) => !type.fields.has(name))
    .map((name) => ({ field: name, label: type.label, problem: wrong("no_field", { name }) }));
}

/**
 * A value that is only kept is not judged again, or nothing could be edited after its field became stricter; but
 * required is required.
 */
function checkFields(type: ItemType, fields: Content["fields"], given: Content["fields"]): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const field of type.fields.values()) {
    const value: FieldValue | null = fields[field.name] ?? null;
    if (value !== null && !(field.name in given)) continue;
    const problem = validateField(value, field);
    if (problem !== null) problems.push({ field: field.name, label: field.label, problem });
  }
  return problems;
}
