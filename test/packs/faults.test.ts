import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { contributionsOf, createPluginRuntime, loadPlugins } from "../../kernel/boot/load-plugins.ts";
import { validate } from "../../kernel/cli/validate.ts";
import { compilePlugin } from "../../sdk/build.ts";
import { recordingLog } from "../support/recording-log.ts";
import { sourceFiles } from "../support/source.ts";

const kernelRoot = join(import.meta.dirname, "../..");
const golden = join(kernelRoot, "test/golden");
const cases = join(golden, "packs");

/**
 * A case is a folder: a small site with mistakes in it, and what is said about them. Its folder `npm` stands for
 * `node_modules`, which no repository has, and the sources of its plugins for their modules.
 */
describe("mistakes in a site:", () => {
  test.each(readdirSync(cases))("%s", async (name) => {
    const file = join(cases, name, "faults.txt");
    const text = await saidOf(join(cases, name));
    // A new case writes its answer once, to be read before it is committed.
    if (!existsSync(file)) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });
});

/** Sources that read the files of a site, and the codes in them that no file can cause. */
const READERS =
  /^kernel\/(packs\/|kinds\/|config\/site-config|base\/yaml|gather\/check-listing|boot\/load-plugins|plugins\/(manifest|load|check-contract|order|table-names|wasm\/input)\.)/;

test("every code that the files of a site can cause is in a case", () => {
  const readers = sourceFiles("kernel").filter(({ path }) => READERS.test(path));
  const codes = readers.flatMap(({ text }) => [...text.matchAll(CODE)].map((found) => found[1]!));
  const said = ["packs", "plugins"]
    .flatMap((folder) =>
      readdirSync(join(golden, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        join(golden, folder, file),
      ),
    )
    .filter((file) => ["faults.txt", "expected.txt"].includes(basename(file)))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  expect([...new Set(codes)].filter((code) => !new RegExp(`\\b${code}\\b`).test(said))).toEqual([]);
});

const CODE =
  /"((?:address|config|yaml|pack|theme|type|vocabulary|gather|role|menu|route|import|form|limit|format|template|plugin)\.[a-z]+(?:_[a-z]+)*)"/g;

async function saidOf(directory: string): Promise<string> {
  const sources = sourcesIn(directory);
  if (sources.length === 0 && !existsSync(join(directory, "npm"))) return said(directory);
  const copy = mkdtempSync(join(tmpdir(), "trovato-faults-"));
  try {
    cpSync(directory, copy, { recursive: true, verbatimSymlinks: true });
    if (existsSync(join(copy, "npm"))) cpSync(join(copy, "npm"), join(copy, "node_modules"), { recursive: true });
    for (const name of sources) {
      const folder = join(copy, "plugins", name);
      writeFileSync(join(folder, `${name}.wasm`), (await compilePlugin(folder)).wasm!);
    }
    return await said(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function sourcesIn(directory: string): readonly string[] {
  const plugins = join(directory, "plugins");
  if (!existsSync(plugins)) return [];
  return readdirSync(plugins).filter((name) => existsSync(join(plugins, name, "index.ts")));
}

async function said(root: string): Promise<string> {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const code = await validate({
    ...{ root, kernelRoot, json: false, variables: {}, environment: "development", write },
    contribute: (bundles) => contributionsOf(loadPlugins(bundles, recordingLog().log, createPluginRuntime())),
  });
  expect(code).toBe(1);
  // What a plugin compiles to follows the SDK.
  return written.join("").replace(/SHA-256 [0-9a-f]{64}/g, "SHA-256 …");
}
