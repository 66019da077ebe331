import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Fault } from "../../kernel/base/fault.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import { checkPlugin } from "../../kernel/plugins/load.ts";
import { readManifest } from "../../kernel/plugins/manifest.ts";
import { checkDependencies, orderByDependencies } from "../../kernel/plugins/order.ts";
import { specOf, wat } from "../support/guests.ts";

const golden = join(import.meta.dirname, "../golden/plugins");

/** A case is a folder: a plugin `blog` as its author left it, its module as text, and what is said about it. */
describe("a broken plugin:", () => {
  test.each(readdirSync(golden))("%s", (name) => {
    const read = (file: string) => readFileSync(join(golden, name, file), "utf8");
    const file = "plugins/blog/blog.info.yaml";
    const document = readYaml(read("blog.info.yaml"), file);
    const manifest = document.value === undefined ? { spec: null, faults: [] } : readManifest(document, "blog");
    const hasModule = existsSync(join(golden, name, "blog.wat"));
    const wasm = hasModule ? wat(read("blog.wat")) : null;
    const { sourceOf } = document;
    const checked =
      manifest.spec === null ? [] : checkPlugin({ name: "blog", manifest: manifest.spec, wasm, file, sourceOf });
    expect(`${[...document.faults, ...manifest.faults, ...checked].map(shown).join("\n\n")}\n`).toBe(
      read("expected.txt"),
    );
  });
});

function shown(fault: Fault): string {
  const place = fault.source === undefined ? "" : `${fault.source.file}:${fault.source.line}:${fault.source.column} `;
  return [`${place}${fault.code}`, fault.message, ...(fault.hint === undefined ? [] : [fault.hint])].join("\n");
}

describe("dependencies", () => {
  const plugin = (name: string, ...dependencies: string[]) => ({ name, spec: specOf(name, { dependencies }) });

  test("that are not enabled are named", () => {
    expect(checkDependencies([plugin("blog", "item")]).map((fault) => [fault.code, fault.message])).toEqual([
      ["plugin.missing_dependency", "Plugin 'blog' requires 'item' which is not enabled"],
    ]);
  });

  test("in a circle are shown as one", () => {
    const faults = checkDependencies([
      plugin("blog", "categories"),
      plugin("categories", "blog"),
      plugin("page", "blog"),
    ]);
    expect(faults.map((fault) => [fault.code, fault.message])).toEqual([
      ["plugin.cycle", "Circular dependency detected: blog → categories → blog"],
    ]);
  });

  test("come first, otherwise names decide", () => {
    const plugins = [
      plugin("zebra"),
      plugin("blog", "tags", "page"),
      plugin("tags", "page"),
      plugin("page"),
      plugin("ape"),
    ];
    expect(orderByDependencies(plugins).map(({ name }) => name)).toEqual(["ape", "page", "tags", "blog", "zebra"]);
  });
});
