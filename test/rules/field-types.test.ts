import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { FIELD_TYPE_NAMES } from "../../kernel/fields/field-spec.ts";
import { root, sourceFiles } from "../support/source.ts";

const NAMES = FIELD_TYPE_NAMES.join("|");
/** Asks for the type of a field by its name. */
const ASKS = new RegExp(`(?:[fF]ield|before|after|asked)(?:[!?])?\\.type [!=]== "(?:${NAMES})"`);
/** Lists three field types by hand. */
const LISTS = new RegExp(`"(${NAMES})",\\s*"(?!\\1")(${NAMES})",\\s*"(?!\\1"|\\2")(?:${NAMES})"`);
/** Where field types have their folders, and the types of columns and of elements of forms. */
const ELSEWHERE = /^kernel\/(fields\/types\/|kinds\/plugin\/|kinds\/form\/)/;

test("what is true of one field type is in its folder: nobody else asks for a type by name, or lists some", () => {
  const wrong = sourceFiles("kernel")
    .filter(({ path }) => !ELSEWHERE.test(path))
    .filter(({ text }) => ASKS.test(text) || LISTS.test(text))
    .map(({ path, text }) => `${path}: ${(ASKS.exec(text) ?? LISTS.exec(text))![0]}`);
  expect(wrong).toEqual([]);
});

test("every field type has a folder", () => {
  const missing = FIELD_TYPE_NAMES.map((name) => name.replaceAll("_", "-"))
    .map((name) => `kernel/fields/types/${name}/${name}.ts`)
    .filter((path) => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});

test("the rule sees what it is to see", () => {
  expect(
    ['field.type === "date"', 'source.field?.type !== "text_long"', 'after.type === "json"'].every((text) =>
      ASKS.test(text),
    ),
  ).toBe(true);
  expect(LISTS.test('new Set(["text", "text_long", "email"])')).toBe(true);
  expect(ASKS.test('token.type === "document"')).toBe(false);
});
