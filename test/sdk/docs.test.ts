import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { readYaml } from "../../kernel/base/yaml.ts";
import { makeNew } from "../../kernel/cli/new.ts";
import { buildPlugin } from "../../kernel/cli/plugin-build.ts";
import { checkPlugins } from "../../kernel/cli/plugin-check.ts";
import { choosePlugins } from "../../kernel/cli/plugin-folders.ts";
import { readManifest } from "../../kernel/plugins/manifest.ts";
import { compilePlugin } from "../../sdk/build.ts";
import { runTests } from "./run-tests.ts";

const root = join(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/plugins.md"), "utf8");

/** The code blocks of the page: language, what stands behind it, content. */
const blocks = [...text.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(([, language, name = "", code]) => ({
  ...{ language: language!, name, code: code! },
}));
const inLanguage = (language: string) => blocks.filter((block) => block.language === language);

let site: string;
beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), "trovato-docs-"));
  await mkdir(join(site, "node_modules"));
  await symlink(root, join(site, "node_modules/trovato"));
});
afterAll(() => rm(site, { recursive: true }));

test("the ten minutes of docs/plugins.md lead to a plugin that works", async () => {
  makeNew(site, "plugin", "reading_time", {});
  for (const { name, code } of inLanguage("ts")) if (name !== "") await writeFile(join(site, name), code);
  const { directory } = choosePlugins(site, "reading_time")[0]!;
  await buildPlugin(directory);
  expect(await checkPlugins(site, undefined)).toBe("reading_time  is sound\n");
  expect(await runTests([join(directory, "reading_time.test.ts")], site)).toMatch(/^# pass 1$/m);
});

describe("every other source in docs/plugins.md compiles:", () => {
  const sources = inLanguage("ts").filter(({ name }) => name === "");
  test.each(sources.map(({ code }) => code))("number %#", async (code) => {
    const file = join(await mkdtemp(join(site, "snippet-")), "index.ts");
    await writeFile(file, code);
    expect((await compilePlugin(dirname(file))).errors).toEqual([]);
  });
});

test("every manifest in docs/plugins.md is one", () => {
  const manifests = inLanguage("yaml").filter(({ name }) => name !== "");
  expect(manifests).not.toHaveLength(0);
  for (const { name, code } of manifests) {
    expect(readManifest(readYaml(code, `${name}.info.yaml`), name).faults).toEqual([]);
  }
});
