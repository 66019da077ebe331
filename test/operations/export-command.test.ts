import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { exportCommand } from "../../kernel/cli/export.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";

const SITE: Declared = {
  "role.critic": { label: "Critic" },
  "role.guest": { label: "Guest" },
  "menu.main": { label: "Main", links: {} },
};

let database: TestDatabase;
let folder: string;
let said: string[];
beforeEach(async () => {
  database = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), "export-"));
  said = [];
  await applyPlan(database.db, desiredOf(SITE), { appliedBy: "test" });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.close();
});

function run(declared: Declared, addresses: readonly string[], options: Parameters<typeof exportCommand>[3]) {
  const { db, url } = database;
  const say = (text: string) => void said.push(text);
  return exportCommand(
    { db, url, desired: desiredOf(declared), out: say, note: say, ci: true },
    folder,
    addresses,
    options,
  );
}
const text = (file: string) => readFileSync(join(folder, file), "utf8");

test("with the files of a pack gone, what is live of it is written", async () => {
  expect(await run({}, [], { pack: "films", out: join(folder, "films") })).toBe(0);
  expect(text("films/roles/critic.yaml")).toContain("label: Critic");
  expect(existsSync(join(folder, "films/menus/main.yaml"))).toBe(true);
});

test("an address that is asked for is written, or it is said why not", async () => {
  expect(await run(SITE, ["role.critic"], { pack: "site", out: join(folder, "site") })).toBe(2);
  expect(said).toEqual(["role.critic: it is live as pack films declares it, so there is nothing to write.\n"]);
});

test("what is in no commit is not written over unasked, and nothing else is written then", async () => {
  const git = (...words: string[]) => execFileSync("git", words, { cwd: folder, stdio: "ignore" });
  const commit = () => {
    git("add", "-A");
    git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-m", "x");
  };
  git("init");
  const options = { out: folder };
  await run(SITE, ["role.critic"], options);
  writeFileSync(join(folder, "roles/critic.yaml"), "label: Edited\n");
  await expect(run(SITE, [], options)).rejects.toMatchObject({ code: "export.uncommitted" });
  expect(existsSync(join(folder, "roles/guest.yaml"))).toBe(false);
  commit();
  expect(await run(SITE, [], options)).toBe(0);
  expect(text("roles/critic.yaml")).toContain("label: Critic");
  writeFileSync(join(folder, "roles/critic.yaml"), "label: Edited\n");
  expect(await run(SITE, [], { ...options, force: true })).toBe(0);
});

test("what is left over in the folder is named, and stays", async () => {
  mkdirSync(join(folder, "gathers"));
  writeFileSync(join(folder, "gathers/old.yaml"), "label: Old\n");
  await run(SITE, [], { out: folder });
  expect(said).toContain(
    `${join(folder, "gathers/old.yaml")}: nothing like it is live; it is left over, and not touched.\n`,
  );
  expect(text("gathers/old.yaml")).toBe("label: Old\n");
});
