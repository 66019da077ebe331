import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

const PACKAGE = "node_modules/trovato-pack-events";
const event = (label: string) => `label: ${label}
fields:
  field_where: { type: text, label: Where }
`;
const FILES = {
  "package.json": '{ "name": "trovato-pack-events", "version": "1.0.0" }',
  "pack.yaml": "name: events\nversion: 1.0.0\nrequires: [core]\n",
  "types/event.yaml": event("Event"),
  "imports/events.yaml": `label: Events
source: { path: imports/events.json, format: json }
target: { type: event, status: published }
key: [name]
map:
  title:       { from: name, required: true }
  field_where: { from: where }
`,
  "imports/events.json": '[{ "name": "Opening night", "where": "Main hall" }]',
};

let site: TestSite;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(site.directory, path)), { recursive: true });
  writeFileSync(join(site.directory, path), text);
};

beforeAll(async () => {
  site = await createTestSite();
  for (const [path, text] of Object.entries(FILES)) write(`${PACKAGE}/${path}`, text);
  const config = readFileSync(join(site.directory, "config/site.yaml"), "utf8");
  write(
    "config/site.yaml",
    config
      .replace(/^packs:.*$/m, 'packs: [core, "npm:trovato-pack-events"]')
      .replace(/^front_page:.*$/m, "front_page: /"),
  );
});
afterAll(() => site.remove());

test("a pack from npm is planned with its version, applied, and its import reads its own file", async () => {
  const plan = await site.trovato("plan");
  expect(plan.err).toBe("");
  expect(plan.code).toBe(2);
  expect(plan.out).toContain("+ pack.events");
  expect(plan.out).toContain(`${PACKAGE}/types/event.yaml`);
  expect((await site.trovato("apply", "--yes")).code).toBe(0);
  expect((await site.trovato("import", "events")).out).toContain("1 records imported");
  expect((await site.trovato("plan")).code).toBe(0);
});

test("a later version of it is a plan of three states: what it changed, and the version", async () => {
  write(`${PACKAGE}/pack.yaml`, FILES["pack.yaml"].replace("1.0.0", "1.1.0"));
  write(`${PACKAGE}/types/event.yaml`, event("Happening"));
  const { out, code } = await site.trovato("plan");
  expect(code).toBe(2);
  expect(out).toMatch(/~ pack\.events[^\n]*\n +~ version +"1\.0\.0" → "1\.1\.0"/);
  expect(out).toMatch(/~ type\.event[^\n]*\n +~ label +"Event" → "Happening"/);
  expect(out).toContain("2 to change");
});
