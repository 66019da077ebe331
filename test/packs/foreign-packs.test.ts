import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "../../kernel/base/json.ts";
import { sha256 } from "../../kernel/base/json.ts";
import type { KindName } from "../../kernel/model/kind-types.ts";
import { kernelRoot, manifest, objectOf, readSmallSite } from "../support/small-site.ts";

const PACKAGE = "node_modules/trovato-pack-events";
const EVENTS = {
  [`${PACKAGE}/pack.yaml`]: "name: events\nversion: 2.1.0\nrequires: [core]\n",
  [`${PACKAGE}/types/event.yaml`]: "label: Event\nfields:\n  field_where: { type: text, label: Where }\n",
  [`${PACKAGE}/templates/item--event.hbs`]: "<p>{{title}}</p>\n",
};
const ROLE = { [`${PACKAGE}/roles/host.yaml`]: "label: Host\npermissions: [create event content]\n" };
const NPM = '"npm:trovato-pack-events"';

const seen = ({ faults }: Awaited<ReturnType<typeof readSmallSite>>) =>
  faults.map(({ code, source }) => `${code} ${source?.file}:${source?.line}:${source?.column}`);

describe("a pack from npm", () => {
  test("is a pack like others, with its version, and later packs extend it", async () => {
    const packs = await readSmallSite([NPM, "mine"], {
      ...EVENTS,
      "packs/mine/pack.yaml": manifest("mine", "requires: [events]\n"),
      "packs/mine/types/event.yaml": "extends: true\nlabel: Happening\n",
    });
    expect(packs.faults).toEqual([]);
    expect(packs.desired.packs.map(({ name, version }) => `${name} ${version}`)).toEqual([
      "core 1.0.0",
      "events 2.1.0",
      "mine 1.0.0",
    ]);
    expect(packs.desired.packs[1]!.directory).toMatch(/node_modules\/trovato-pack-events$/);
    expect(objectOf(packs, "pack", "events").spec).toEqual({ package: "trovato-pack-events", version: "2.1.0" });
    const event = objectOf(packs, "type", "event");
    expect(event).toMatchObject({ pack: "events", spec: { label: "Happening" } });
    expect(event.sourceOf(["fields", "field_where"]).file).toBe(`${PACKAGE}/types/event.yaml`);
    expect(packs.files.templates.some(({ owner, name }) => owner === "events" && name === "item--event")).toBe(true);
  });

  test("may declare roles, limits, formats, forms and plugins only as far as the site lets it", async () => {
    const files = {
      ...EVENTS,
      ...ROLE,
      [`${PACKAGE}/pack.yaml`]: `${EVENTS[`${PACKAGE}/pack.yaml`]}plugins: [films]\n`,
      [`${PACKAGE}/roles/anonymous.yaml`]: "extends: true\npermissions: [create event content]\n",
      [`${PACKAGE}/limits/events.yaml`]: "label: E\nmatch: { path: /events }\nkey: ip\npoints: 9\nper: 1 minute\n",
      [`${PACKAGE}/forms/tell.yaml`]: "label: Tell\npath: /tell\nelements: {}\non_submit: store\n",
      [`${PACKAGE}/formats/loose.yaml`]: "label: Loose\nfilters: [markdown, sanitize]\n",
    };
    expect(seen(await readSmallSite([NPM], files))).toEqual([
      `pack.not_allowed ${PACKAGE}/formats/loose.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/forms/tell.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/limits/events.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/pack.yaml:4:11`,
      `pack.not_allowed ${PACKAGE}/roles/anonymous.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/roles/host.yaml:1:1`,
    ]);
    const some = `{ name: ${NPM}, allow: [roles, plugins] }`;
    expect(seen(await readSmallSite([some], files))).toEqual([
      `pack.not_allowed ${PACKAGE}/formats/loose.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/forms/tell.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/limits/events.yaml:1:1`,
    ]);
    const all = `{ name: ${NPM}, allow: [roles, plugins, limits, formats, forms] }`;
    expect(seen(await readSmallSite([all], files))).toEqual([]);
    const [fault] = (await readSmallSite([some], files)).faults;
    expect(fault?.hint).toContain('{ name: "npm:trovato-pack-events", allow: [roles, plugins, formats] }');
  });

  test("changes what others declare only where the site lets it, and its own always", async () => {
    const files = {
      ...EVENTS,
      "packs/mine/pack.yaml": manifest("mine"),
      "packs/mine/settings.yaml": "per_page: 10\n",
      "packs/mine/types/note.yaml": "label: Note\nfields: {}\n",
      "packs/mine/gathers/notes.yaml": `label: Notes
base_table: item
displays:
  - { id: page, display_type: page, path: /notes, permission: administer categories }
`,
      [`${PACKAGE}/pack.yaml`]: "name: events\nversion: 2.1.0\nrequires: [core, mine]\n",
      [`${PACKAGE}/settings.yaml`]: "extends: true\nper_page: 1000\n",
      [`${PACKAGE}/gathers/notes.yaml`]: "extends: true\ndisplays:\n  page: { permission: ~ }\n",
      [`${PACKAGE}/types/note.yaml`]: "extends: true\nfields:\n  field_x: { type: text, label: X }\n",
    };
    const { faults } = await readSmallSite(["mine", NPM], files);
    expect(faults.map(({ code, source }) => `${code} ${source?.file}:${source?.line}`)).toEqual([
      `pack.not_allowed ${PACKAGE}/gathers/notes.yaml:1`,
      `pack.not_allowed ${PACKAGE}/settings.yaml:1`,
      `pack.not_allowed ${PACKAGE}/types/note.yaml:1`,
    ]);
    expect(faults[0]).toMatchObject({
      message: "The pack events comes from npm, and the site does not let it change what pack mine declares.",
      hint: expect.stringContaining("allow: [extends]"),
    });
    expect(seen(await readSmallSite(["mine", `{ name: ${NPM}, allow: [extends] }`], files))).toEqual([]);
    // With `extends` it still gives nobody more than that: a role is a role in whatever file.
    const role = {
      ...files,
      [`${PACKAGE}/roles/anonymous.yaml`]: "extends: true\npermissions: [create event content]\n",
    };
    expect(seen(await readSmallSite(["mine", `{ name: ${NPM}, allow: [extends] }`], role))).toEqual([
      `pack.not_allowed ${PACKAGE}/roles/anonymous.yaml:1:1`,
    ]);
    const own = { ...EVENTS, [`${PACKAGE}/settings.yaml`]: "events_per_page: 10\n" };
    expect(seen(await readSmallSite([NPM], own))).toEqual([]);
  });

  test("declares nothing through its plugins that it may not declare in files", async () => {
    const files = {
      ...EVENTS,
      [`${PACKAGE}/pack.yaml`]: `${EVENTS[`${PACKAGE}/pack.yaml`]}plugins: [films]\n`,
    };
    const declared = (kind: KindName, name: string, spec: JsonObject) =>
      ({ plugin: "films", tap: "tap_item_info", kind, name, spec }) as const;
    const contribute: NonNullable<Parameters<typeof readSmallSite>[2]> = () => ({
      objects: [
        declared("type", "reel", { label: "Reel", fields: {} }),
        declared("role", "boss", { label: "Boss", all_permissions: true }),
      ],
      permissions: [],
      templates: [],
      faults: [],
    });
    const refused = async (allow: string) =>
      (await readSmallSite([`{ name: ${NPM}, allow: [${allow}] }`], files, contribute)).faults.map(
        ({ message }) => message,
      );
    expect(await refused("")).toEqual([
      expect.stringContaining("declare roles"),
      expect.stringContaining("declare plugins"),
    ]);
    expect(await refused("plugins")).toEqual([expect.stringContaining("declare roles")]);
    expect(await refused("plugins, roles")).toEqual([]);
  });

  test("takes no way around: removals, other endings, folders and links", async () => {
    const hostile = await readSmallSite([NPM], {
      ...EVENTS,
      [`${PACKAGE}/roles/administrator.yaml`]: "extends: true\nall_permissions: ~\npermissions: [access content]\n",
      [`${PACKAGE}/removed/types/film.yaml`]: "destroy: true\nexpect_items: 0\n",
      [`${PACKAGE}/roles/sub/boss.yaml`]: "label: Boss\nall_permissions: true\n",
      [`${PACKAGE}/roles/boss.yml`]: "label: Boss\nall_permissions: true\n",
      [`${PACKAGE}/Roles/boss.yaml`]: "label: Boss\nall_permissions: true\n",
      [`${PACKAGE}/config/site.yaml`]: "packs: []\n",
      [`${PACKAGE}/node_modules/other/roles/boss.yaml`]: "label: Boss\nall_permissions: true\n",
    });
    expect(hostile.desired.objects.filter(({ kind, name }) => kind === "role" && name === "boss")).toEqual([]);
    expect(
      new Set(hostile.faults.map(({ code, source }) => `${code} ${source?.file.slice(PACKAGE.length + 1)}`)),
    ).toEqual(
      new Set([
        "pack.unknown_folder Roles",
        "pack.unknown_folder config",
        "pack.not_allowed removed/types",
        "pack.not_allowed roles/administrator.yaml",
        "pack.bad_name roles/boss.yml",
        "pack.not_allowed roles/boss.yml",
        "pack.unknown_folder roles/sub",
      ]),
    );
  });

  test("is missed where it is not installed, is no pack, or has the name of another", async () => {
    expect(seen(await readSmallSite([NPM], {}))).toEqual(["pack.missing config/site.yaml:4:9"]);
    const noPack = await readSmallSite([NPM], { [`${PACKAGE}/package.json`]: "{}" });
    expect(noPack.faults[0]?.message).toContain("is not a pack");
    const twice = await readSmallSite([NPM], { ...EVENTS, "packs/events/pack.yaml": manifest("events") });
    expect(twice.faults[0]?.message).toBe(
      "The pack events of npm:trovato-pack-events has the name of another: packs/events.",
    );
    const core = await readSmallSite([NPM], { [`${PACKAGE}/pack.yaml`]: manifest("core") });
    expect(core.faults[0]?.code).toBe("pack.bad_name");
  });

  test("has an address that stays within node_modules", async () => {
    for (const address of ["npm:../packs/mine", "npm:/etc", "npm:a/b", "npm:"]) {
      const { faults } = await readSmallSite([`"${address}"`], {});
      expect(faults.map(({ code }) => code)).toEqual(["config.invalid"]);
    }
  });
});

describe("a plugin that a pack pins", () => {
  const hash = sha256(readFileSync(join(kernelRoot, "plugins/films/films.wasm")));
  const pinned = (sum: string) => ({
    "packs/notes/pack.yaml": manifest("notes", `plugins:\n  - { name: films, sha256: ${sum} }\n`),
  });

  test("is taken when its module is the one that is meant", async () => {
    const packs = await readSmallSite(["notes"], pinned(hash));
    expect(packs.faults).toEqual([]);
    expect(objectOf(packs, "plugin", "films").spec["sha256"]).toBe(hash);
  });

  test("is refused when it is another, with the place of the pin", async () => {
    const { faults } = await readSmallSite(["notes"], pinned("a".repeat(64)));
    expect(faults.map(({ code, source }) => [code, source?.file, source?.line])).toEqual([
      ["plugin.integrity", "packs/notes/pack.yaml", 4],
    ]);
    expect(faults[0]?.message).toContain(hash);
    const { faults: wrong } = await readSmallSite(["notes"], pinned("abc"));
    expect(wrong.map(({ code }) => code)).toEqual(["pack.invalid_value"]);
  });
});
