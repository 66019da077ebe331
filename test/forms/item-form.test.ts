import { expect, test } from "@jest/globals";
import { arrangedFields, chosenWidgets } from "../../kernel/forms/item-form/arranged-fields.ts";
import { itemTypeOf } from "../support/content-site.ts";

const text = { type: "text", label: "Text" } as const;
const type = itemTypeOf("film", {
  label: "Film",
  fields: { field_a: text, field_b: text, field_c: text, field_d: text },
  form: ["field_c", { group: "Group", fields: ["field_b", { field: "field_a", widget: "lines" }] }],
});
const line = { "#type": "textfield" } as const;

test("fields stand in the order and the groups that the type asks for, and what it leaves out comes last", () => {
  const elements = { field_a: line, field_b: line, field_c: line, field_d: line };
  const arranged = arrangedFields(type, elements);
  expect(Object.keys(arranged)).toEqual(["field_c", "group_2", "field_d"]);
  expect(Object.keys(arranged["group_2"]!["#children"]!)).toEqual(["field_b", "field_a"]);
  expect([...chosenWidgets(type)]).toEqual([["field_a", "lines"]]);
});
