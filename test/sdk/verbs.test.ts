import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Faults } from "../../kernel/base/fault.ts";
import { makeNew } from "../../kernel/cli/new.ts";
import { benchPlugin } from "../../kernel/cli/plugin-bench.ts";
import { buildPlugin } from "../../kernel/cli/plugin-build.ts";
import { checkPlugins } from "../../kernel/cli/plugin-check.ts";
import { choosePlugins } from "../../kernel/cli/plugin-folders.ts";
import { watchPlugins } from "../../kernel/cli/plugin-watch.ts";
import { runVerb } from "../support/verb.ts";
import { runTests } from "./run-tests.ts";

const root = join(import.meta.dirname, "../..");
let site: string;
beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), "trovato-verbs-"));
  await mkdir(join(site, "node_modules"));
  await symlink(root, join(site, "node_modules/trovato"));
});
afterAll(() => rm(site, { recursive: true }));

const faultsOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    (error: unknown) =>
      (error as Faults).faults.map(({ code, message, source }) => [code, message, source?.line ?? null]),
  );

test("the reference plugins pass their own tests", async () => {
  const files = readdirSync(join(root, "plugins")).map((name) => join(root, "plugins", name, `${name}.test.ts`));
  expect(await runTests(files, root)).toMatch(/^# fail 0$/m);
});

describe("a new plugin", () => {
  const directory = () => join(site, "plugins/hello_world");

  test("builds, is sound, and passes its test", async () => {
    makeNew(site, "plugin", "hello_world", {});
    const built = await runVerb(["plugin", "build", "--site", site]);
    const again = await runVerb(["plugin", "build", "hello_world", "--site", site]);
    expect([built.code, again.code]).toEqual([0, 0]);
    const shown = (text: string) => text.replace(/.*plugins/, "plugins").replace(/\d,\d+/, "N");
    expect([built.out, again.out].map(shown)).toEqual([
      "plugins/hello_world/hello_world.wasm  N bytes\n",
      "plugins/hello_world/hello_world.wasm  N bytes, as before\n",
    ]);
    expect(await checkPlugins(site, undefined)).toBe("hello_world  is sound\n");
    expect(await runTests([join(directory(), "hello_world.test.ts")], site)).toMatch(/^# pass 1$/m);
    expect(await benchPlugin(directory(), "article")).toMatch(/^\| tap_item_view \| [\d.]+ \| [\d.]+ \| [\d.]+ \|$/m);
  });

  test("is stale when its source went on", async () => {
    const source = join(directory(), "index.ts");
    const text = await readFile(source, "utf8");
    await writeFile(source, text.replace("has seen", "saw"));
    const file = join(directory(), "hello_world.wasm");
    const message = `${file} is not what the source of 'hello_world' compiles to.`;
    expect(await faultsOf(checkPlugins(site, "hello_world"))).toEqual([["plugin.stale", message, null]]);
  });

  test("says where source and manifest differ", async () => {
    const manifest = join(directory(), "hello_world.info.yaml");
    const text = await readFile(manifest, "utf8");
    await writeFile(manifest, text.replace("[tap_item_view]", "[tap_cron]"));
    expect(await faultsOf(buildPlugin(directory()))).toEqual([
      ["plugin.build_failed", "The manifest does not name tap_item_view: add it to taps.implements.", 5],
      ["plugin.build_failed", "No function is marked for tap_cron: write '@tap export function cron(…)'.", 8],
    ]);
    await writeFile(manifest, text);
    const source = join(directory(), "index.ts");
    const code = await readFile(source, "utf8");
    await writeFile(source, code.replaceAll(/\bItem\b/g, "FullItem"));
    const words = "'item_view' takes a FullItem: the manifest needs data_mode: full in taps.options.tap_item_view.";
    expect(await faultsOf(buildPlugin(directory()))).toEqual([["plugin.build_failed", words, 5]]);
    await writeFile(source, code);
  });

  test("is built again when it changes, until watching ends", async () => {
    const stop = new AbortController();
    const built: string[] = [];
    const watching = watchPlugins(choosePlugins(site, "hello_world"), stop.signal, async ({ name }) => {
      built.push(name);
      stop.abort();
    });
    await writeFile(join(directory(), "notes.md"), "not a source");
    await writeFile(join(directory(), "index.ts"), await readFile(join(directory(), "index.ts"), "utf8"));
    await watching;
    expect(built).toEqual(["hello_world"]);
  });
});

test("a plugin that is not there is said so, with what is near", () => {
  expect(() => choosePlugins(root, "blgo")).toThrow("There is no plugin blgo. Did you mean blog?");
  expect(() => choosePlugins(tmpdir(), undefined)).toThrow("The site has no plugins.");
});

test("the list shows which pack enables a plugin", async () => {
  const lines = (await runVerb(["plugin", "list", "--site", root])).out.split("\n");
  expect(lines[0]).toMatch(/^plugin +version +enabled by +module +taps$/);
  expect(lines).toContainEqual(expect.stringMatching(/^blog +1\.0\.0 +– +\d+ KB +item_info, perm, menu/));
  expect(lines).toContainEqual(expect.stringMatching(/^films +1\.0\.0 +films +\d+ KB +item_view, menu$/));
});
