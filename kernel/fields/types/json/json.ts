import type { Json } from "../../../base/json.ts";
import { wrong } from "../../../words/problem.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { unstorable } from "../../stored-text.ts";
import { typed } from "../../widget.ts";
import { schemaProblem, wrongSchema } from "./fits-schema.ts";

const LONGEST_JSON = 100_000;

export const jsonType: FieldType<FieldSpecOf<"json">> = {
  checkSettings({ schema }) {
    const problem = schema === undefined ? null : wrongSchema(schema);
    return problem === null ? [] : [{ setting: "schema", message: `the schema is none: ${problem}` }];
  },
  converting: [],
  bounding: ["schema"],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: false,
  compares: () => ["presence"],
  validate(value, { schema }) {
    if (!("value" in value) || value.value === undefined) return wrong("not_json");
    if (!storable(value.value)) return wrong("not_storable");
    return schema === undefined ? null : schemaProblem(schema, value.value);
  },
  parse(raw, field) {
    const value = { value: raw };
    const problem = jsonType.validate(value, field);
    return problem === null ? { value } : { problem };
  },
  takesLists: true,
  parseOptions: [],
  plugin: "json",
  text: (value) => ("value" in value ? JSON.stringify(value.value) : ""),
  label: "inline",
  formatters: {
    pretty: (value) =>
      "value" in value ? { "#type": "markup", "#tag": "pre", "#value": JSON.stringify(value.value, null, 2) } : null,
  },
  fromForm({ value }, field) {
    const raw = parsedJson(String(value));
    return raw === undefined ? { problem: wrong("not_json") } : jsonType.parse(raw, field, {});
  },
  widgets: {
    text: typed(
      () => ({ "#type": "textarea", "#max_length": LONGEST_JSON, "#language": "json" }),
      (value) => ("value" in value ? JSON.stringify(value.value, null, 2) : ""),
    ),
  },
};

/** False when some text in it, key or value, is not storable. */
function storable(value: unknown): boolean {
  if (typeof value === "string") return unstorable(value) === null;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, entry]) => unstorable(key) === null && storable(entry));
}

function parsedJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
