// Makes what `npm pack` packs: `dist/` is this repository as it is served from a package, where Node does not strip types. Kernel and
// compiler lose their types and name each other by `.js`; what is read as it is (migrations, the core pack, themes, the sources
// that plugins compile with) is copied.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");

const COMPILED = ["kernel", "sdk"];
/** The way into the package, which stands outside of `dist/`. */
const BIN = "kernel/cli/trovato.js";
const COPIED = ["migrations", "packs/core", "themes", "sdk/assembly", "sdk/wit"];
/** Sources of a file that is copied as it was made of them. */
const SOURCES = join(root, "themes/admin/editor");

/** Specifiers of modules, and files of the same folder that are started as programs. */
const SPECIFIER = /(\bfrom\s+|\bimport\s+|\bimport\(\s*|import\.meta\.dirname,\s*)"([^"\n]+)\.ts"/g;

rmSync(dist, { recursive: true, force: true });
for (const folder of COMPILED) for (const file of sourcesIn(folder)) compile(file);
for (const folder of COPIED)
  cpSync(join(root, folder), join(dist, folder), { recursive: true, filter: (path) => path !== SOURCES });

function sourcesIn(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.(ts|js)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => file !== BIN && !COPIED.some((copied) => file.startsWith(`${copied}/`)));
}

function compile(file) {
  const target = join(dist, file).replace(/\.ts$/, ".js");
  const here = dirname(join(root, file));
  const named = (whole, before, specifier) =>
    existsSync(join(here, `${specifier}.ts`)) ? `${before}"${specifier}.js"` : whole;
  const text = readFileSync(join(root, file), "utf8");
  const code = file.endsWith(".ts") ? stripTypeScriptTypes(text, { mode: "strip" }) : text;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code.replace(SPECIFIER, named));
}
