import type { TSchema } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { pathTo } from "../../../addresses/path-to.ts";
import type { Json, JsonObject } from "../../../base/json.ts";
import { isObject } from "../../../base/json.ts";
import type { FieldSpec, FieldTypeName } from "../../../fields/field-spec.ts";
import { FIELD_SETTINGS } from "../../../fields/field-spec.ts";
import type { Form, FormElement, FormElements, FormErrors, FormOption, FormValues } from "../../../model/forms.ts";
import type { Site } from "../../../model/site.ts";
import { MACHINE_NAME } from "../../../model/specs/common.ts";
import { say } from "../../../words/say.ts";
import { LONGEST_LABEL, LONGEST_NAME } from "./type-form.ts";

/** The field that a form is for: `name` is null for a new one. */
export type EditedField = {
  readonly type: string;
  readonly name: string | null;
  readonly kind: FieldTypeName;
  readonly spec: FieldSpec | null;
};

/** A field type as people read it: `text_long` is "Text long". */
export function typeWords(kind: FieldTypeName): string {
  const words = kind.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The form for a field: what all fields have, and the settings of its type, which its schema names. */
export function fieldForm(site: Site, { type, name, kind, spec }: EditedField): Form {
  const isNew = name === null;
  return {
    id: "field",
    action: isNew ? pathTo("field-create", { type, kind }) : pathTo("field-edit", { type, field: name }),
    elements: {
      label: {
        "#type": "textfield",
        "#title": say(site, "types.field_label"),
        "#required": true,
        "#max_length": LONGEST_LABEL,
        "#autocomplete": "off",
        "#default_value": spec?.label ?? "",
      },
      ...(isNew && {
        name: {
          "#type": "textfield" as const,
          "#title": say(site, "types.field_name"),
          "#description": say(site, "types.field_name_help"),
          "#required": true,
          "#max_length": LONGEST_NAME,
          "#autocomplete": "off",
          "#default_value": "field_",
        },
      }),
      help: {
        "#type": "textfield",
        "#title": say(site, "types.field_help"),
        "#description": say(site, "types.field_help_help"),
        "#default_value": spec?.help ?? "",
      },
      required: {
        "#type": "checkbox",
        "#title": say(site, "types.field_required"),
        "#default_value": spec?.required === true,
      },
      cardinality: {
        "#type": "select",
        "#title": say(site, "types.cardinality"),
        "#options": cardinalities(site, spec),
        "#default_value": String(spec?.cardinality ?? 1),
      },
      ...settingElements(site, kind, (spec ?? {}) as JsonObject),
      submit: { "#type": "submit", "#value": say(site, "types.next"), "#button": "primary" },
    },
  };
}

/** Says what is wrong with the name of a new field. */
export function fieldNameErrors(site: Site, type: string, { name }: FormValues): FormErrors {
  const key = name as string;
  if (!new RegExp(MACHINE_NAME).test(key)) return { name: say(site, "types.machine_name_wrong") };
  const isTaken = key === "add" || site.types.get(type)?.fields.has(key) === true;
  return isTaken ? { name: say(site, "types.field_name_taken", { name: key }) } : {};
}

/** The spec of the field with what was entered; what the form does not ask for stays. */
export function fieldSpecOf(kind: FieldTypeName, values: FormValues, before: JsonObject): JsonObject {
  const settings = Object.entries<TSchema>(FIELD_SETTINGS[kind]);
  const asked = new Set(["label", "help", "required", "cardinality", ...settings.map(([setting]) => setting)]);
  const kept = Object.entries(before).filter(([setting]) => !asked.has(setting));
  const cardinality = values["cardinality"] as string;
  const given = settings.map(([setting, schema]) => [setting, enteredValue(schema, values[setting]!)] as const);
  return {
    ...Object.fromEntries(kept),
    type: kind,
    label: values["label"] as string,
    help: values["help"] as string,
    required: values["required"] as boolean,
    cardinality: cardinality === "unlimited" ? cardinality : Number(cardinality),
    ...(Object.fromEntries(given.filter(([, value]) => value !== null)) as JsonObject),
  };
}

function cardinalities(site: Site, spec: FieldSpec | null): readonly FormOption[] {
  const now = spec?.cardinality;
  const some =
    typeof now === "number" && now > 1
      ? [{ value: String(now), label: say(site, "types.cardinality_some", { count: site.words.number(now) }) }]
      : [];
  return [
    { value: "1", label: say(site, "types.cardinality_one") },
    ...some,
    { value: "unlimited", label: say(site, "types.cardinality_many") },
  ];
}

/** How a setting is asked for, by the form of its schema. */
type SettingForm = "boolean" | "number" | "choice" | "names" | "text" | "lines";

function formOf(schema: TSchema): SettingForm {
  if (schema["enum"] !== undefined) return "choice";
  if (schema["type"] === "boolean") return "boolean";
  if (schema["type"] === "integer" || schema["type"] === "number") return "number";
  if (schema["type"] === "array") return "names";
  return schema["type"] === "string" ? "text" : "lines";
}

function settingElements(site: Site, kind: FieldTypeName, spec: JsonObject): FormElements {
  const schemas: { readonly [setting: string]: TSchema } = FIELD_SETTINGS[kind];
  const needed = new Set(Type.Object(schemas).required ?? []);
  return Object.fromEntries(
    Object.entries(schemas).map(([setting, schema]): [string, FormElement] => {
      const shared = {
        "#title": typeWords(setting as FieldTypeName),
        ...(schema.description !== undefined && { "#description": schema.description }),
        ...(needed.has(setting) && { "#required": true }),
      };
      return [
        setting,
        {
          ...shared,
          ...settingElement(site, { setting, schema, value: spec[setting], isNeeded: needed.has(setting) }),
        },
      ];
    }),
  );
}

type Setting = {
  readonly setting: string;
  readonly schema: TSchema;
  readonly value: Json | undefined;
  readonly isNeeded: boolean;
};

function settingElement(site: Site, { setting, schema, value, isNeeded }: Setting): FormElement {
  const none = isNeeded ? [] : [{ value: "", label: say(site, "types.choice_none") }];
  const names = namesFor(site, setting);
  switch (formOf(schema)) {
    case "boolean":
      return { "#type": "checkbox", "#default_value": value === true };
    case "number":
      return {
        "#type": "number",
        "#step": schema["type"] === "integer" ? "1" : "any",
        ...(schema["minimum"] !== undefined && { "#min": String(schema["minimum"]) }),
        ...(schema["maximum"] !== undefined && { "#max": String(schema["maximum"]) }),
        "#default_value": value === undefined ? "" : String(value),
      };
    case "choice": {
      const words = (schema["enum"] as readonly string[]).map((word) => ({ value: word, label: word }));
      return { "#type": "select", "#options": [...none, ...words], "#default_value": (value as string) ?? "" };
    }
    case "names":
      return { "#type": "checkboxes", "#options": names, "#default_value": (value as readonly string[]) ?? [] };
    case "text":
      return names.length === 0
        ? { "#type": "textfield", "#autocomplete": "off", "#default_value": (value as string) ?? "" }
        : { "#type": "select", "#options": [...none, ...names], "#default_value": (value as string) ?? "" };
    default:
      return {
        "#type": "textarea",
        "#description": say(site, "types.options_help"),
        "#default_value": linesOf(value),
      };
  }
}

/** Lists what a setting may name, where its values are names of what the site has. */
function namesFor(site: Site, setting: string): readonly FormOption[] {
  const labels: { readonly [setting: string]: readonly FormOption[] } = {
    vocabulary: [...site.vocabularies.values()].map(({ name, spec }) => ({ value: name, label: spec.label })),
    format: [...site.formats.values()].map(({ name, label }) => ({ value: name, label })),
    types: [...site.types.values()].map(({ name, label }) => ({ value: name, label })),
  };
  return labels[setting] ?? [];
}

function linesOf(value: Json | undefined): string {
  if (Array.isArray(value)) return value.join("\n");
  if (!isObject(value)) return "";
  return Object.entries(value as JsonObject)
    .map(([key, label]) => (key === label ? key : `${key} | ${String(label)}`))
    .join("\n");
}

/** The value that was entered for a setting; null when that is nothing. */
function enteredValue(schema: TSchema, entered: FormValues[string]): Json | null {
  switch (formOf(schema)) {
    case "boolean":
      return entered === true ? true : null;
    case "number":
      return entered === "" ? null : Number(entered);
    case "names":
      return (entered as readonly string[]).length === 0 ? null : (entered as readonly string[]);
    case "lines":
      return optionsIn(entered as string);
    default:
      return entered === "" ? null : (entered as string);
  }
}

function optionsIn(text: string): Json | null {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 0) return null;
  if (!lines.some((line) => line.includes("|"))) return lines;
  return Object.fromEntries(
    lines.map((line) => {
      const [value, ...label] = line.split("|").map((part) => part.trim());
      return [value!, label.length === 0 ? value! : label.join(" | ")];
    }),
  );
}
