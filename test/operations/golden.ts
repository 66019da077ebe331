import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "@jest/globals";

/**
 * Compares with a file under `test/golden/operations`; one that is new is written once, to be read before it is
 * committed.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dirname, "../golden/operations", name);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, "utf8"));
}
