import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readSiteConfig } from "../../kernel/config/site-config.ts";
import { readPacks } from "../../kernel/packs/read-packs.ts";
import { kernelRoot, objectOf } from "../support/small-site.ts";

const read = (root: string) => readPacks({ root, kernelRoot, site: readSiteConfig(root, {}, "test") });

describe("the site in this repository", () => {
  test("is sound, and has what its packs declare", async () => {
    const packs = await read(kernelRoot);
    expect(packs.faults).toEqual([]);
    const addresses = packs.desired.objects.map(({ kind, name }) => `${kind}.${name}`);
    for (const address of [
      "type.film",
      "type.page",
      "role.anonymous",
      "gather.category",
      "import.films",
      "plugin.films",
    ]) {
      expect(addresses).toContain(address);
    }
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  test("knows the place of every leaf", async () => {
    const packs = await read(kernelRoot);
    const films = objectOf(packs, "gather", "films");
    const file = readFileSync(join(kernelRoot, films.source.file), "utf8").split("\n");
    const [display] = films.spec["displays"] as readonly { filters: readonly { field: string }[] }[];
    for (const [index, { field }] of display!.filters.entries()) {
      const { line, column, length } = films.sourceOf(["displays", 0, "filters", index, "field"]);
      expect(file[line - 1]!.slice(column - 1, column - 1 + length!)).toBe(field);
    }
  });
});

/** A way to spoil a text: cut, repeat, replace or insert something anywhere. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(40),
  text: fc.oneof(
    fc.constantFrom(
      "",
      "\t",
      "~",
      "[",
      "{",
      "- ",
      ": ",
      "extends: true\n",
      "null",
      "&a *a",
      "\n  x: 1\n",
      "__proto__: 1\n",
    ),
    fc.string(),
  ),
});

describe("whatever the files say,", () => {
  test("reading finds faults and never throws", async () => {
    const root = mkdtempSync(join(tmpdir(), "trovato-damaged-"));
    try {
      for (const name of ["config", "packs"]) cpSync(join(kernelRoot, name), join(root, name), { recursive: true });
      const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".yaml"));
      const damaged = fc.record({
        path: fc.constantFrom(...paths.sort()),
        damages: fc.array(damage, { minLength: 1, maxLength: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(damaged, async ({ path, damages }) => {
          const whole = readFileSync(join(root, path), "utf8");
          writeFileSync(join(root, path), damages.reduce(spoil, whole));
          const { faults } = await read(root);
          writeFileSync(join(root, path), whole);
          for (const { source } of faults) expect(source).toMatchObject({ line: expect.any(Number) });
        }),
        { numRuns: 60 },
      );
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});

function spoil(text: string, { at, length, text: inserted }: { at: number; length: number; text: string }): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + inserted + text.slice(start + length);
}
