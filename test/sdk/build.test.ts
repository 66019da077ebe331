import { readdirSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Faults } from "../../kernel/base/fault.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import { buildPlugin } from "../../kernel/cli/plugin-build.ts";
import { formatFaults } from "../../kernel/cli/print-faults.ts";
import { lineReader } from "../../kernel/cli/read-line.ts";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { Site } from "../../kernel/model/site.ts";
import { loadPlugin } from "../../kernel/plugins/load.ts";
import { readManifest } from "../../kernel/plugins/manifest.ts";
import { createPlugins } from "../../kernel/plugins/plugins.ts";
import { compilePlugin } from "../../sdk/build.ts";
import { itemOf, requestState } from "../support/guests.ts";
import { recordingLog } from "../support/recording-log.ts";

const root = join(import.meta.dirname, "../..");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trovato-sdk-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Builds the plugin in a copy of `source` and makes it callable. */
async function built(source: string, name: string) {
  const directory = join(folder, name);
  await cp(source, directory, { recursive: true });
  const { file } = await buildPlugin(directory);
  const manifestFile = `plugins/${name}/${name}.info.yaml`;
  const { spec, faults } = readManifest(
    readYaml(await readFile(join(directory, `${name}.info.yaml`), "utf8"), manifestFile),
    name,
  );
  expect(faults).toEqual([]);
  const loaded = loadPlugin({ name, manifest: spec!, wasm: await readFile(file), file: manifestFile });
  const { log, lines } = recordingLog();
  return { plugins: createPlugins([loaded], createHostFunctions(), log), lines, state: requestState(log) };
}

test("the plugins that are kept with their module are built from their source, to the byte", async () => {
  for (const name of await readdir(join(root, "plugins"))) {
    const directory = join(root, "plugins", name);
    const { wasm, errors } = await compilePlugin(directory);
    expect(errors).toEqual([]);
    const kept = await readFile(join(directory, `${name}.wasm`));
    expect(Buffer.compare(Buffer.from(wasm!), kept)).toBe(0);
    const elsewhere = join(folder, "elsewhere", name);
    await cp(directory, elsewhere, { recursive: true });
    expect(Buffer.compare(Buffer.from((await compilePlugin(elsewhere)).wasm!), kept)).toBe(0);
  }
});

describe("a plugin that uses everything", () => {
  const item = itemOf(
    {
      field_body: { value: 'Ünïcödé "quoted" 🎬\n', format: "plain" },
      field_pages: { value: 9007199254740991 },
      field_price: { value: -2.5 },
      field_private: { value: true },
      field_topic: [{ target_id: "0190a6e0-0000-7000-8000-000000000003", target_type: "category_tag" }],
    },
    { type: "note", title: "Nötiz" },
  );

  test("reads, writes and logs", async () => {
    const { plugins, lines, state } = await built(join(root, "test/plugins/fixtures/notes"), "notes");
    const site = { ...state.site, variables: new Map([["notes.colour", "red"]]) } as Site;
    const elements = await plugins.taps.itemView({ ...state, site }, item);
    const line = (key: string, value: string, more: object = {}) => ({
      "#type": "markup",
      "#tag": "p",
      "#value": value,
      "#attributes": { "data-key": key },
      ...more,
    });
    expect(elements).toEqual([
      {
        "#type": "container",
        "#weight": -3,
        "#attributes": { class: "note public" },
        "#children": [
          line("id", item.id, { "#weight": 2 }),
          line("title", "Nötiz"),
          line("has", "true false"),
          line("text", 'Ünïcödé "quoted" 🎬\n', { "#format": "filtered_html" }),
          line("none", ""),
          line("int", "9007199254740991"),
          line("float", "-2.5"),
          line("bool", "true"),
          line("json", '[{"target_id":"0190a6e0-0000-7000-8000-000000000003","target_type":"category_tag"}]'),
          line("user", "Ada 0190a6e0-0000-7000-8000-00000000000a false"),
          line("variable", "red"),
          line("context", "once"),
          {
            "#type": "item_list",
            "#children": [
              { "#type": "link", "#value": "More", "#url": "/notes" },
              { "#type": "markup", "#tag": "li", "#value": "" },
            ],
          },
        ],
      },
    ]);
    expect(lines).toEqual([
      { level: "debug", fields: { plugin: "notes" }, message: `seen ${item.id}` },
      { level: "info", fields: { plugin: "notes" }, message: "titled Nötiz" },
      { level: "warn", fields: { plugin: "notes" }, message: "by 00000000-0000-0000-0000-000000000000" },
      { level: "error", fields: { plugin: "notes" }, message: "published" },
    ]);
    expect(state.context.get("seen")).toBe("once");

    expect(await plugins.taps.itemView(state, { ...item, type: "silent" })).toEqual([]);
    expect(lines).toHaveLength(4);

    expect(await plugins.taps.itemView(state, { ...item, type: "broken" })).toEqual([]);
    expect(lines.slice(4).map(({ message }) => message)).toEqual([
      "on purpose at view.ts:11:30",
      "Plugin 'notes' failed in tap_item_view. It stopped in this call: unreachable.",
    ]);
  });

  test("declares content types and permissions", async () => {
    const { plugins } = await built(join(root, "test/plugins/fixtures/notes"), "notes");
    expect(plugins.collect("tap_item_info")).toEqual({
      faults: [],
      declarations: [
        {
          plugin: "notes",
          name: "note",
          spec: {
            label: "Note",
            description: 'Short, "quoted" text.\nWith a \\ and a tab:\t.',
            fields: {
              field_body: { type: "text_long", label: "Body", required: true },
              field_source: { type: "text", label: "Source", help: "Where it comes from." },
              field_topic: { type: "reference", label: "Topic", target: "category_tag", vocabulary: "topic" },
              field_written: { type: "date", label: "Written" },
              field_pages: { type: "integer", label: "Pages" },
              field_price: { type: "decimal", label: "Price" },
              field_private: { type: "boolean", label: "Private" },
            },
          },
        },
        { plugin: "notes", name: "sketch", spec: { label: "Sketch", fields: {} } },
      ],
    });
    expect(plugins.collect("tap_perm")).toEqual({
      faults: [],
      declarations: [
        { plugin: "notes", name: "read private notes", spec: { description: "Read notes that are private" } },
      ],
    });
  });
});

const golden = join(root, "test/golden/sdk");

/** A case is a folder: a source as its author left it, and what is said about it. */
describe("a source that does not compile is explained:", () => {
  test.each(readdirSync(golden))("%s", async (name) => {
    const directory = join(folder, "broken", name);
    await cp(join(golden, name), directory, { recursive: true });
    const faults = await buildPlugin(directory).then(
      () => [],
      (error: unknown) => (error as Faults).faults,
    );
    const text = formatFaults(faults, lineReader("/")).replaceAll(join(folder, "broken/"), "");
    expect(text).toBe(await readFile(join(golden, name, "expected.txt"), "utf8"));
  });

  test("no source at all", async () => {
    const directory = await mkdtemp(join(folder, "nothing-"));
    await expect(buildPlugin(directory)).rejects.toThrow(Faults);
  });
});
