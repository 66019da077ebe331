import { execFile, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { createTestDatabase, dropTestDatabase } from "../support/database.ts";
import { root } from "../support/source.ts";

const run = promisify(execFile);
const INSTALL_DEADLINE = 300_000;

let directory: string;
let site: string;
let databaseUrl: string;

/** Packs this repository, and installs the tarball where a new site was made: what somebody has who begins. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "trovato-package-"));
  site = join(directory, "site");
  databaseUrl = await createTestDatabase();
  await run("node", [join(root, "kernel/cli/trovato.js"), "new", "site", site]);
  const { stdout } = await run("npm", ["pack", "--silent", "--pack-destination", directory], { cwd: root });
  const tarball = join(directory, stdout.trim().split("\n").at(-1)!);
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", tarball], { cwd: site });
}, INSTALL_DEADLINE);

afterAll(async () => {
  await dropTestDatabase(databaseUrl);
  rmSync(directory, { recursive: true, force: true });
});

const environment = (more: object = {}) => ({ ...process.env, DATABASE_URL: databaseUrl, CI: "true", ...more });

test("the package holds no TypeScript but what plugins compile with, and every import of it leads somewhere", () => {
  const packed = join(site, "node_modules/trovato");
  const files = readdirSync(packed, { recursive: true, encoding: "utf8" });
  expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file) && !file.includes("sdk/assembly/"))).toEqual([]);
  expect(files.filter((file) => /^(test|bench|docs|plugins|\.ci)/.test(file))).toEqual([]);
  const broken = files
    .filter((file) => file.startsWith("dist/") && file.endsWith(".js"))
    .flatMap((file) => {
      const text = readFileSync(join(packed, file), "utf8");
      return [...text.matchAll(/^(?:import|export)[^;"]*\bfrom "(\.[^"]+)"|\bimport\("(\.[^"]+)"\)/gm)]
        .map((match) => join(packed, file, "..", match[1] ?? match[2]!))
        .filter((target) => !existsSync(target));
    });
  expect(broken).toEqual([]);
});

test("a new site starts from the package, and then its plan is empty", async () => {
  const child = spawn(join(site, "node_modules/.bin/trovato"), ["start"], {
    cwd: site,
    env: environment({ PORT: "0" }),
  });
  let output = "";
  const address = await new Promise<string>((resolve, reject) => {
    const hear = (text: string) => {
      output += text;
      const found = output.match(/is at http:\/\/localhost:(\d+)/)?.[1];
      if (found !== undefined) resolve(`http://127.0.0.1:${found}`);
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.once("exit", (code) => reject(new Error(`start ended with ${code}:\n${output}`)));
  });
  const page = await fetch(`${address}/articles`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("A site in files");
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);

  const { stdout } = await run("npm", ["run", "--silent", "plan"], { cwd: site, env: environment() });
  expect(stdout).toContain("No changes.");
});

test("plugins compile from the package", async () => {
  cpSync(join(root, "plugins/films"), join(site, "plugins/films"), { recursive: true });
  rmSync(join(site, "plugins/films/films.wasm"));
  const trovato = join(site, "node_modules/.bin/trovato");
  const { stdout } = await run(trovato, ["plugin", "build", "films"], { cwd: site, env: environment() });
  expect(stdout).toContain("films.wasm");
  expect(existsSync(join(site, "plugins/films/films.wasm"))).toBe(true);
});
