import { didYouMean } from "../../base/near-miss.ts";
import { fieldHint } from "../../fields/field-hint.ts";
import type { FieldSpec } from "../../fields/field-spec.ts";
import { typeOf, vocabularyOf } from "../../fields/field-types.ts";
import type { CheckContext } from "../kind.ts";
import type { TypeSpec } from "../type/type-spec.ts";
import type { ImportMapping, ImportSpec } from "./import-spec.ts";

/** Targets that are no field of a type: the title, and the account that wrote the item. */
const OF_ITEMS: readonly string[] = ["title", "author"];

/** Checks an import: that its target exists, and that the map gives each field what it can take. */
export function checkImport(context: CheckContext): void {
  const { find, all, report, object } = context;
  const spec = object.spec as ImportSpec;
  const type = find("type", spec.target.type);
  if (type === undefined) {
    const near = didYouMean(
      spec.target.type,
      all("type").map(({ name }) => name),
    );
    report("type.unknown_type", ["target", "type"], `There is no content type ${spec.target.type}.${near}`);
    return;
  }
  const { fields } = type.spec as TypeSpec;
  if (spec.map["title"] === undefined) {
    report("import.unknown_field", ["map"], "Nothing says where the title comes from.", "key");
  }
  for (const [name, mapping] of Object.entries(spec.map)) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field !== undefined || OF_ITEMS.includes(name)) checkMapping(context, name, field, mapping);
    else {
      const near = fieldHint(name, fields, [...OF_ITEMS, ...Object.keys(fields)]);
      const message = `type ${type.name} has no field ${name}.${near}`;
      report("import.unknown_field", ["map", name], message, "key");
    }
  }
}

function checkMapping(
  { report }: CheckContext,
  name: string,
  field: FieldSpec | undefined,
  { from, value, date, latest_year: latestYear, create }: ImportMapping,
): void {
  const problem = (key: string | null, message: string) =>
    report("import.unknown_field", ["map", name, ...(key === null ? [] : [key])], `${name}: ${message}.`, "key");
  if ((from === undefined) === (value === undefined)) problem(null, "give either `from` or `value`");
  const options = field === undefined ? [] : typeOf(field).parseOptions;
  if (date !== undefined && !options.includes("date")) problem("date", "only a date has a pattern");
  if (latestYear !== undefined && !options.includes("latestYear")) problem("latest_year", "only a date has a year");
  if (
    create !== undefined &&
    (field === undefined || vocabularyOf(field) === null) &&
    !(name === "author" && field === undefined)
  ) {
    problem("create", "only tags and authors can be made");
  }
}
