import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

let site: TestSite;
let client: pg.Client;
beforeAll(async () => {
  site = await createTestSite("applied");
  client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
}, 180_000);
afterAll(async () => {
  await client?.end();
  await site?.remove();
});

const json = async (...words: string[]) => JSON.parse((await site.trovato(...words, "--json")).out);

function edit(file: string, from: string, to: string): void {
  const path = join(site.directory, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

test("a saved plan is applied as it was read, or not at all", async () => {
  const file = join(site.directory, "plan.json");
  edit("packs/films/roles/critic.yaml", "label: Critic", "label: Reviewer");
  const planned = await site.trovato("plan", "--out", file);
  expect(planned).toMatchObject({ code: 2, err: `Saved to ${file}.\n` });
  edit("packs/films/roles/critic.yaml", "label: Reviewer", "label: Judge");
  const otherFiles = await site.trovato("apply", "--plan", file);
  expect(otherFiles.code).toBe(1);
  expect(otherFiles.err).toContain("reconcile.stale\n  What the packs ask for has changed since the plan was made.");
  edit("packs/films/roles/critic.yaml", "label: Judge", "label: Reviewer");
  await client.query("update role set label = 'By hand' where name = 'anonymous'");
  const otherSite = await site.trovato("apply", "--plan", file);
  expect(otherSite.code).toBe(1);
  expect(otherSite.err).toContain("What is live has changed since the plan was made.");
  await client.query("update role set label = 'Anonymous' where name = 'anonymous'");
  expect(await site.trovato("apply", "--plan", file)).toMatchObject({ code: 0, err: "Applied: generation 2.\n" });
  expect((await site.trovato("apply", "--plan", join(site.directory, "config/site.yaml"))).err).toContain(
    "is not a saved plan: it is not JSON",
  );
}, 180_000);

test("drift is 2 for its verb and 0 for a plan", async () => {
  expect(await site.trovato("drift")).toMatchObject({ code: 0, out: "No drift.\n" });
  await client.query("update role set label = 'By hand' where name = 'critic'");
  const drift = await site.trovato("drift");
  expect(drift.code).toBe(2);
  expect(drift.out).toContain("~ role.critic");
  expect(drift.out).toContain('"Reviewer" → "By hand"');
  expect((await site.trovato("plan")).code).toBe(0);
  expect(await json("drift")).toMatchObject({ format_version: "1.1", drift: [{ address: "role.critic" }] });
  const { objects } = await json("status");
  expect(objects.find(({ address }: { address: string }) => address === "role.critic")).toEqual({
    ...{ address: "role.critic", kind: "role", name: "critic", pack: "films", state: "drifted" },
    ...{ blocked: false, drifted: true, source: { file: "packs/films/roles/critic.yaml", line: 1, column: 1 } },
  });
  await client.query("update role set label = 'Reviewer' where name = 'critic'");
}, 180_000);

test("a rollback asks for a generation that there was, and is in the history", async () => {
  expect((await site.trovato("rollback", "x")).err).toContain("x is not the number of a generation.");
  expect((await site.trovato("rollback", "99")).err).toContain("There is no generation 99.");
  const back = await site.trovato("rollback", "1", "--yes");
  expect(back).toMatchObject({ code: 0 });
  expect(back.out).toContain('"Reviewer" → "Critic"');
  expect(back.err).toContain("`npx trovato plan` shows it as pending.");
  const plan = await site.trovato("plan");
  expect([plan.code, plan.out.includes("~ role.critic")]).toEqual([2, true]);
  const { applies } = await json("history");
  expect(
    applies.map((each: { generation: number; rollback_to: number }) => [each.generation, each.rollback_to]),
  ).toEqual([
    [3, 1],
    [2, null],
    [1, null],
  ]);
  expect((await site.trovato("history")).out).toMatch(/^3 {2}\S+Z {2}\S+@\S+ {2}rollback to 1: 1 to change/);
  expect((await site.trovato("history", "2")).out).toContain('"Critic" → "Reviewer"');
  expect((await site.trovato("apply", "--yes")).code).toBe(0);
}, 180_000);

test("every file that is exported plans as nothing in the place of the one that was written by hand, byte for byte again", async () => {
  const { objects } = await json("status");
  for (const pack of ["core", "films"]) {
    const folder = join(site.directory, "packs", pack);
    // What the kernel itself brings has no file here that could be replaced.
    if (!existsSync(folder)) continue;
    const addresses = objects
      .filter(
        (object: { pack: string; source: { file: string } | null }) =>
          object.pack === pack && object.source?.file.endsWith(".yaml"),
      )
      .map(({ address }: { address: string }) => address)
      .filter((address: string) => !/^(?:plugin|template|asset|route)\./.test(address));
    const words = ["export", ...addresses, "--pack", pack, "--force"];
    expect(await site.trovato(...words)).toMatchObject({ code: 0, err: "" });
    expect(await site.trovato("plan")).toMatchObject({ code: 0, out: "No changes.\n" });
    const first = bytesIn(folder);
    expect((await site.trovato(...words)).code).toBe(0);
    expect(bytesIn(folder)).toEqual(first);
  }
  expect((await site.trovato("validate")).code).toBe(0);
}, 180_000);

test("what was changed on the site becomes a layer of another pack, and is adopted", async () => {
  await client.query("update role set label = 'By hand' where name = 'critic'");
  expect((await site.trovato("export", "--pack", "site")).err).toContain("npx trovato new pack site");
  expect((await site.trovato("new", "pack", "site")).code).toBe(0);
  edit("config/site.yaml", "packs: [core, films]", "packs: [core, films, site]");
  const exported = await site.trovato("export", "--pack", "site");
  expect(exported).toMatchObject({ code: 0, out: `${join(site.directory, "packs/site/roles/critic.yaml")}\n` });
  const plan = await json("plan");
  expect(plan.drift).toEqual([]);
  expect(plan.summary).toMatchObject({ add: 0, change: 0, adopt: 1, blocked: 0 });
  expect((await site.trovato("apply", "--yes")).code).toBe(0);
  expect(await site.trovato("export", "--pack", "site")).toMatchObject({ code: 0, out: "" });
  const explained = await json("explain", "role.critic.label");
  expect(explained.origins).toMatchObject([
    {
      path: "label",
      value: "By hand",
      pack: "site",
      source: { file: "packs/site/roles/critic.yaml", line: 3 },
      owner: "pack",
    },
  ]);
}, 180_000);

test("explain names what was meant, and lists the permissions with who has them", async () => {
  expect((await site.trovato("explain", "type.flim")).err).toContain("Did you mean type.film?");
  expect((await site.trovato("explain", "type.film.fields.field_ratin")).err).toContain(
    "type.film has no fields.field_ratin.",
  );
  const { permissions } = await json("explain", "permissions");
  expect(permissions).toContainEqual({ permission: "edit any film content", roles: ["administrator"] });
}, 180_000);

test("what a pack declares cannot be forgotten", async () => {
  expect((await site.trovato("forget", "role.critic")).err).toContain("role.critic is declared by pack films.");
}, 180_000);

function bytesIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => `${entry.name} ${readFileSync(join(entry.parentPath, entry.name), "base64")}`).sort();
}
