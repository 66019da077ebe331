import { pathTo } from "../../../addresses/path-to.ts";
import type { JsonObject } from "../../../base/json.ts";
import type { TypeSpec } from "../../../kinds/type/type-spec.ts";
import type { Form, FormElements, FormErrors, FormValues } from "../../../model/forms.ts";
import type { Site } from "../../../model/site.ts";
import { MACHINE_NAME } from "../../../model/specs/common.ts";
import { say } from "../../../words/say.ts";

export const LONGEST_LABEL = 255;
export const LONGEST_NAME = 60;
/** The last segments of addresses beside those of types. */
const RESERVED: readonly string[] = ["add", "plan"];

/** The form for a new content type. */
export function createTypeForm(site: Site): Form {
  return {
    id: "type",
    action: pathTo("type-create"),
    elements: {
      label: labelElement(site, ""),
      name: {
        "#type": "textfield",
        "#title": say(site, "types.machine_name"),
        "#description": say(site, "types.machine_name_help"),
        "#required": true,
        "#max_length": LONGEST_NAME,
        "#autocomplete": "off",
      },
      ...settings(site, null),
      submit: { "#type": "submit", "#value": say(site, "types.next"), "#button": "primary" },
    },
  };
}

/** The form for the settings of a content type. */
export function editTypeForm(site: Site, name: string, spec: TypeSpec): Form {
  return {
    id: "type",
    action: pathTo("type-edit", { type: name }),
    elements: {
      label: labelElement(site, spec.label),
      ...settings(site, spec),
      submit: { "#type": "submit", "#value": say(site, "types.next"), "#button": "primary" },
    },
  };
}

/** Says what is wrong with the name of a new type. */
export function typeNameErrors(site: Site, { name }: FormValues): FormErrors {
  const key = name as string;
  if (!new RegExp(MACHINE_NAME).test(key)) return { name: say(site, "types.machine_name_wrong") };
  if (RESERVED.includes(key)) return { name: say(site, "types.machine_name_reserved", { name: key }) };
  return site.types.has(key) ? { name: say(site, "types.machine_name_taken", { name: key }) } : {};
}

/** The spec of the type with what was entered; the rest of it stays. */
export function typeSpecOf(values: FormValues, before: JsonObject): JsonObject {
  const { title_label: _, ...kept } = before;
  const titleLabel = (values["title_label"] as string).trim();
  return {
    ...kept,
    label: values["label"] as string,
    description: values["description"] as string,
    ...(titleLabel !== "" && { title_label: titleLabel }),
    page: values["page"] as boolean,
    defaults: {
      ...(before["defaults"] as JsonObject | undefined),
      status: values["published"] === true ? "published" : "unpublished",
    },
  };
}

export function labelElement(site: Site, label: string): FormElements[string] {
  return {
    "#type": "textfield",
    "#title": say(site, "types.label"),
    "#required": true,
    "#max_length": LONGEST_LABEL,
    "#autocomplete": "off",
    "#default_value": label,
  };
}

function settings(site: Site, spec: TypeSpec | null): FormElements {
  return {
    description: {
      "#type": "textarea",
      "#title": say(site, "types.description"),
      "#description": say(site, "types.description_help"),
      "#default_value": spec?.description ?? "",
    },
    title_label: {
      "#type": "textfield",
      "#title": say(site, "types.title_label"),
      "#description": say(site, "types.title_label_help"),
      "#max_length": LONGEST_LABEL,
      "#autocomplete": "off",
      "#default_value": spec?.title_label ?? "",
    },
    page: { "#type": "checkbox", "#title": say(site, "types.page"), "#default_value": spec?.page ?? true },
    published: {
      "#type": "checkbox",
      "#title": say(site, "types.published"),
      "#default_value": spec?.defaults?.status !== "unpublished",
    },
  };
}
