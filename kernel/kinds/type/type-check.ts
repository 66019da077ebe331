import { didYouMean } from "../../base/near-miss.ts";
import { checkFieldSpec } from "../../fields/check.ts";
import { fieldHint } from "../../fields/field-hint.ts";
import type { FieldSpec } from "../../fields/field-spec.ts";
import type { NamedObject } from "../../fields/field-type.ts";
import { typeOf } from "../../fields/field-types.ts";
import { sourceNames } from "../../gather/sources.ts";
import type { CheckContext } from "../kind.ts";
import { checkItemForm } from "./item-form-check.ts";
import type { TypeSpec, ViewField, ViewMode } from "./type-spec.ts";

/** Checks a content type: the settings of its fields, what they refer to, and the fields that view modes name. */
export function checkType(context: CheckContext): void {
  const spec = context.object.spec as TypeSpec;
  for (const [name, field] of Object.entries(spec.fields)) checkField(context, name, field);
  for (const [name, mode] of Object.entries(spec.view_modes ?? {})) {
    checkViewEntries(context, spec, mode, ["view_modes", name]);
  }
  checkItemForm(context, spec);
}

function checkField(context: CheckContext, name: string, field: FieldSpec): void {
  const path = ["fields", name];
  if (sourceNames([]).includes(name)) {
    context.report("type.bad_field", path, `${name} is what every item has; a field needs another name.`, "key");
  }
  for (const { setting, message } of checkFieldSpec(field)) {
    context.report("type.bad_field", [...path, setting], `${name}: ${message}.`, "key");
  }
  for (const named of typeOf(field).namedObjects?.(field) ?? []) {
    checkReference(context, { ...named, path: [...path, ...named.path] });
  }
}

const UNKNOWN = {
  vocabulary: { code: "type.unknown_vocabulary", noun: "vocabulary" },
  format: { code: "type.unknown_format", noun: "text format" },
  type: { code: "type.unknown_type", noun: "content type" },
} as const satisfies { readonly [kind in NamedObject["kind"]]: object };

function checkReference({ find, all, report }: CheckContext, { kind, name, path }: NamedObject): void {
  if (find(kind, name) !== undefined) return;
  const near = didYouMean(
    name,
    all(kind).map((object) => object.name),
  );
  report(UNKNOWN[kind].code, path, `There is no ${UNKNOWN[kind].noun} ${name}.${near}`);
}

function checkViewEntries(
  context: CheckContext,
  spec: TypeSpec,
  entries: ViewMode,
  path: readonly (string | number)[],
): void {
  entries.forEach((entry, index) => {
    const at = [...path, index];
    if (typeof entry === "string") checkViewField(context, spec, { field: entry }, { path: at, namePath: at });
    else if ("group" in entry) checkViewEntries(context, spec, entry.fields, [...at, "fields"]);
    else checkViewField(context, spec, entry, { path: at, namePath: [...at, "field"] });
  });
}

function checkViewField(
  { object, report }: CheckContext,
  { fields }: TypeSpec,
  { field: name, formatter }: ViewField,
  { path, namePath }: { readonly [at in "path" | "namePath"]: readonly (string | number)[] },
): void {
  const field = Object.hasOwn(fields, name) ? fields[name]! : undefined;
  if (field === undefined) {
    report("type.unknown_field", namePath, `type ${object.name} has no field ${name}.${fieldHint(name, fields)}`);
    return;
  }
  const formatters = Object.keys(typeOf(field).formatters);
  if (formatter === undefined || formatters.includes(formatter)) return;
  const message = `A ${field.type} field has no formatter ${formatter}; it has ${formatters.join(", ")}.`;
  report("type.bad_field", [...path, "formatter"], `${message}${didYouMean(formatter, formatters)}`);
}
