import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readYaml } from "../../kernel/base/yaml.ts";
import { openYamlCache } from "../../kernel/base/yaml-cache.ts";

const TEXT = "label: Note\nfields:\n  field_a: { type: text }\n";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "trovato-yaml-"));
  file = join(directory, "cache/yaml.json");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const saved = () => Object.keys(JSON.parse(readFileSync(file, "utf8")).values);

test("what was read once has the same value and the same places, also in another process and under another name", () => {
  const first = openYamlCache(file);
  first.read(TEXT, "a.yaml");
  first.save();
  const again = openYamlCache(file).read(TEXT, "b.yaml");
  const fresh = readYaml(TEXT, "b.yaml");
  expect(again.value).toEqual(fresh.value);
  expect(again.faults).toEqual([]);
  expect(again.lines).toEqual(fresh.lines);
  expect(again.sourceOf(["fields", "field_a", "type"])).toEqual(fresh.sourceOf(["fields", "field_a", "type"]));
});

test("files with faults are read every time, and what is no longer asked for is forgotten", () => {
  const cache = openYamlCache(file);
  cache.read(TEXT, "a.yaml");
  expect(cache.read("a: 1\na: 2\n", "b.yaml").faults).toHaveLength(1);
  expect(cache.read("a: 1\na: 2\n", "b.yaml").faults).toHaveLength(1);
  cache.save();
  expect(saved()).toHaveLength(1);
  cache.read("other: 1\n", "a.yaml");
  cache.save();
  expect(saved()).toHaveLength(1);
  expect(openYamlCache(file).read("other: 1\n", "a.yaml").value).toEqual({ other: 1 });
});

test("a file of the cache that is broken, or of another reader, is as good as none", () => {
  const cache = openYamlCache(file);
  cache.read(TEXT, "a.yaml");
  cache.save();
  const lies = readFileSync(file, "utf8").replace('"reader":"', '"reader":"other').replace("Note", "Lie");
  for (const content of ["{", "[]", "null", lies]) {
    writeFileSync(file, content);
    expect(openYamlCache(file).read(TEXT, "a.yaml").value).toMatchObject({ label: "Note" });
  }
});

test("values are frozen, since whoever reads next shares them", () => {
  const cache = openYamlCache(file);
  const { fields } = cache.read(TEXT, "a.yaml").value as { fields: object };
  expect(Object.isFrozen(fields)).toBe(true);
});
