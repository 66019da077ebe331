import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { validate } from "../../kernel/cli/validate.ts";

const kernelRoot = join(import.meta.dirname, "../..");
const cases = join(import.meta.dirname, "../golden/packs");

/** A case is a folder: a small site with mistakes in it, and what is said about them. */
describe("mistakes in a site:", () => {
  test.each(readdirSync(cases))("%s", async (name) => {
    const root = join(cases, name);
    const text = await said(root);
    const file = join(root, "faults.txt");
    // A new case writes its answer once, to be read before it is committed.
    if (!existsSync(file)) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });
});

async function said(root: string): Promise<string> {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const code = await validate({ root, kernelRoot, json: false, variables: {}, environment: "development", write });
  expect(code).toBe(1);
  return written.join("");
}
