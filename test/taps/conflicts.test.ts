import { rmSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { readConfiguration } from "../../kernel/boot/configuration.ts";
import { createPluginRuntime } from "../../kernel/boot/load-plugins.ts";
import { siteFolder } from "../../kernel/boot/site-folder.ts";
import { writePluginSite } from "../support/plugin-site.ts";
import { recordingLog } from "../support/recording-log.ts";

async function faultsOf(files: { readonly [path: string]: string }, plugins = ["diary"]) {
  const directory = await writePluginSite(plugins, files);
  try {
    const { faults, desired } = await readConfiguration(
      siteFolder(directory, {}),
      recordingLog().log,
      createPluginRuntime(),
    );
    return { faults: faults.map(({ code, message }) => `${code}: ${message}`), desired };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

test("a page where a listing is already names both", async () => {
  const gather = (path: string) =>
    `label: Days\nbase_table: item\ndisplays:\n  - { id: page, display_type: page, path: ${path} }\n`;
  const { faults } = await faultsOf({ "packs/tried/gathers/days.yaml": gather("/diary") });
  expect(faults).toEqual([
    "address.taken: /diary of plugin 'diary' is already the path of display page of gather days.",
  ]);
});

test("two plugins with a page at the same addresses are named both", async () => {
  const { faults } = await faultsOf({}, ["diary", "rival"]);
  expect(faults).toEqual([
    "pack.declared_twice: route /diary is declared by pack plugin:diary (plugins/diary/diary.info.yaml) and by pack plugin:rival.",
    "route.no_callback: Plugin 'rival' has a page at /rival and does not export 'nothing'.",
    "route.bad_path: /diary/{year} has a hole {year} and a parameter of the query of that name.",
    "address.taken: /diary/{year} of plugin 'rival' answers the same paths as /diary/{what}, which belongs to plugin 'diary'.",
  ]);
});

test("what a site grants is part of the plan, as far as it is asked for", async () => {
  const manifest = "plugins/diary/diary.info.yaml";
  const site =
    "name: Plugins\nbase_url: http://localhost:3000\nfront_page: /\npacks: [core, tried]\nplugins:\n  diary: { grant: { db: { read: [item, users] }, raw_sql: write, queue: true } }\n";
  const { faults, desired } = await faultsOf({
    "config/site.yaml": site,
    [manifest]: `name: diary
version: 1.0.0
abi: 1
string_encoding: utf16
taps: { implements: [tap_cron] }
requests: { db: { read: [item, stage], write: [item] }, raw_sql: read, invoke: [blog] }
`,
  });
  expect(faults).toEqual([]);
  const plugin = desired.objects.find(({ kind }) => kind === "plugin");
  expect(plugin?.spec["granted"]).toEqual({ db: { read: ["item"], write: [] }, raw_sql: "read" });
});
