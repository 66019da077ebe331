import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { FAULT_CODES } from "../../kernel/base/fault-codes.ts";
import { root, sourceFiles } from "../support/source.ts";

const codes = Object.entries(FAULT_CODES);

test("every fault code is used somewhere", () => {
  const text = [...sourceFiles("kernel"), ...sourceFiles("sdk")]
    .filter((file) => !file.path.endsWith("base/fault-codes.ts"))
    .map((file) => file.text)
    .join("\n");
  expect(codes.map(([code]) => code).filter((code) => !text.includes(`"${code}"`))).toEqual([]);
});

test("docs/errors.md mirrors the table of codes", () => {
  const page = readFileSync(join(root, "docs/errors.md"), "utf8");
  const shown = [...page.matchAll(/^\| `([a-z_.]+)` \| (\d+) \| (.*) \|$/gm)].map((row) => [
    row[1],
    Number(row[2]),
    row[3],
  ]);
  expect(shown).toEqual(codes.map(([code, kind]) => [code, kind.status, kind.meaning]));
});
