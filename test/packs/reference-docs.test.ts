import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { referencePages } from "../../kernel/packs/reference-docs.ts";

const folder = join(import.meta.dirname, "../../docs/packs");

test("docs/packs says what the schemas say; `npm run docs` writes it", () => {
  const pages = referencePages().map(({ name, text }) => [`${name}.md`, text] as const);
  expect(readdirSync(folder).sort()).toEqual(pages.map(([file]) => file).sort());
  for (const [file, text] of pages) expect(readFileSync(join(folder, file), "utf8")).toBe(text);
});
