import type { FieldType } from "../../field-type.ts";
import { unstorable } from "../../stored-text.ts";

export const jsonType: FieldType = {
  settings: [],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: false,
  operators: ["is_null", "is_not_null"],
  validate(value) {
    if (!("value" in value) || value.value === undefined) return "is not JSON";
    return storable(value.value) ? null : "holds text that cannot be stored";
  },
  parse(raw, field) {
    const value = { value: raw };
    const problem = jsonType.validate(value, field);
    return problem === null ? { value } : { problem };
  },
  formatters: {
    pretty: (value) =>
      "value" in value ? { "#type": "markup", "#tag": "pre", "#value": JSON.stringify(value.value, null, 2) } : null,
  },
};

/** False when some text in it, key or value, is not storable. */
function storable(value: unknown): boolean {
  if (typeof value === "string") return unstorable(value) === null;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, entry]) => unstorable(key) === null && storable(entry));
}
