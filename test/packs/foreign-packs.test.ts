import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { sha256 } from "../../kernel/base/json.ts";
import { kernelRoot, manifest, objectOf, readSmallSite } from "./small-site.ts";

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

  test("may declare roles, limits, formats and plugins only as far as the site lets it", async () => {
    const files = {
      ...EVENTS,
      ...ROLE,
      [`${PACKAGE}/pack.yaml`]: `${EVENTS[`${PACKAGE}/pack.yaml`]}plugins: [films]\n`,
      [`${PACKAGE}/roles/anonymous.yaml`]: "extends: true\npermissions: [create event content]\n",
      [`${PACKAGE}/limits/events.yaml`]: "label: E\nmatch: { path: /events }\nkey: ip\npoints: 9\nper: 1 minute\n",
      [`${PACKAGE}/formats/loose.yaml`]: "label: Loose\nfilters: [markdown, sanitize]\n",
    };
    expect(seen(await readSmallSite([NPM], files))).toEqual([
      `pack.not_allowed ${PACKAGE}/formats/loose.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/limits/events.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/pack.yaml:4:11`,
      `pack.not_allowed ${PACKAGE}/roles/anonymous.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/roles/host.yaml:1:1`,
    ]);
    const some = `{ name: ${NPM}, allow: [roles, plugins] }`;
    expect(seen(await readSmallSite([some], files))).toEqual([
      `pack.not_allowed ${PACKAGE}/formats/loose.yaml:1:1`,
      `pack.not_allowed ${PACKAGE}/limits/events.yaml:1:1`,
    ]);
    const all = `{ name: ${NPM}, allow: [roles, plugins, limits, formats] }`;
    expect(seen(await readSmallSite([all], files))).toEqual([]);
    const [fault] = (await readSmallSite([some], files)).faults;
    expect(fault?.hint).toContain('{ name: "npm:trovato-pack-events", allow: [roles, plugins, formats] }');
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
