import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { Fault } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import { readYaml } from "../base/yaml.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { nameProblem } from "../config/machine-name.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { NEW_KINDS, objectText, packText } from "./new-objects.ts";
import { pluginFiles } from "./new-plugin.ts";
import { siteFiles } from "./new-site.ts";
import { SCHEMA_DIRECTORY, writeSchemas } from "./schema.ts";

export type NewOptions = {
  /** The pack that the object goes to. Default: the last pack of the site that lies in its `packs/`. */
  readonly pack?: string;
  /** The content type that a gather lists, or that a role may write. */
  readonly type?: string;
};

/** Outcome of `trovato new`: files relative to the working directory, and what to do next. */
export type Made = { readonly files: readonly string[]; readonly next: string };

/**
 * `trovato new`: writes the first files of `thing`, called `name`, for the site in the folder `site`. Nothing that is
 * there is written over.
 * @throws Fault `cli.usage` for a name that does not fit, a pack that is not there, or a file that is
 */
export function makeNew(site: string, thing: string, name: string, options: NewOptions): Made {
  if (thing === "site") return newSite(name);
  if (thing === "pack") return newPack(site, name);
  if (thing === "plugin") return newPlugin(site, name);
  return newObject(site, thing, name, options);
}

function newSite(directory: string): Made {
  const root = resolve(directory);
  const name = basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "");
  if (name === "") throw new Fault("cli.usage", `${directory} cannot be the name of a site.`, { hint: "Use letters." });
  const files = write(root, siteFiles({ name, label: labelOf(name), trovato: dependencyOn(root) }));
  writeSchemas(join(root, SCHEMA_DIRECTORY));
  beginRepository(root);
  const into = relative(process.cwd(), root) || ".";
  return { files, next: `Next: cd ${into} && npm install && npm start` };
}

/** A package depends on the version of its own; a site that is made from a checkout depends on that checkout. */
function dependencyOn(root: string): string {
  const { kernel } = siteFolder(root, {});
  const isCheckout = import.meta.filename.endsWith(".ts");
  if (isCheckout) return `file:${relative(root, kernel)}`;
  const { version } = JSON.parse(readFileSync(join(kernel, "../package.json"), "utf8")) as { version: string };
  return `^${version}`;
}

function beginRepository(root: string): void {
  if (existsSync(join(root, ".git"))) return;
  try {
    execFileSync("git", ["init", "--quiet"], { cwd: root, stdio: "ignore" });
  } catch {
    // Where git is not installed the site is a folder, and can become a repository later.
  }
}

function newPack(site: string, name: string): Made {
  requireName(name, MACHINE_NAME);
  const files = write(site, { [`packs/${name}/pack.yaml`]: packText(name, "What this pack is for.") });
  return { files, next: nextOf(site, name) };
}

/** Tells the next step: a pack takes part when the site names it. */
function nextOf(site: string, pack: string): string {
  return packsOf(site).includes(pack)
    ? "Next: npx trovato plan"
    : `Next: add ${pack} to packs in config/site.yaml, then npx trovato plan.`;
}

function newPlugin(site: string, name: string): Made {
  requireName(name, MACHINE_NAME);
  const files = write(site, pluginFiles(name, labelOf(name)));
  const steps = [`npx trovato plugin build ${name}`, `npx trovato plugin test ${name}`];
  return { files, next: `Next: ${steps.join(" && ")}, then add ${name} to plugins in a pack.yaml.` };
}

function newObject(site: string, thing: string, name: string, { pack, type }: NewOptions): Made {
  const kind = NEW_KINDS.find((each) => each.name === thing);
  if (kind === undefined) {
    const things = ["site", "pack", "plugin", ...NEW_KINDS.map((each) => each.name)];
    throw new Fault("cli.usage", `There is nothing called ${thing} to make.${didYouMean(thing, things)}`, {
      hint: `It can be ${things.join(", ")}.`,
    });
  }
  requireName(name, kind.namePattern);
  const into = pack ?? lastPackOf(site);
  if (!existsSync(join(site, "packs", into, "pack.yaml"))) {
    throw new Fault("cli.usage", `There is no pack ${into} in packs/.`, { hint: `npx trovato new pack ${into}` });
  }
  const words = { name, label: labelOf(name), type };
  const files = write(site, { [`packs/${into}/${kind.folder}/${name}.yaml`]: objectText(kind.name, words) });
  return { files, next: nextOf(site, into) };
}

function requireName(name: string, pattern: string): void {
  if (new RegExp(pattern, "u").test(name)) return;
  const { message, hint } = nameProblem(name, pattern);
  throw new Fault("cli.usage", message, { hint });
}

/** The packs that the site names and that lie in its `packs/`, in their order. The file may have faults elsewhere. */
function packsOf(site: string): readonly string[] {
  const file = join(site, "config/site.yaml");
  const value = existsSync(file) ? readYaml(readFileSync(file, "utf8"), "config/site.yaml").value : null;
  const packs = isObject(value) && Array.isArray(value["packs"]) ? (value["packs"] as readonly unknown[]) : [];
  return packs
    .map((pack) => (isObject(pack) ? pack["name"] : pack))
    .filter((name) => typeof name === "string")
    .filter((name) => existsSync(join(site, "packs", name, "pack.yaml")));
}

/** Layers go upward, so what is new belongs to the last pack. */
function lastPackOf(site: string): string {
  const own = packsOf(site).at(-1);
  if (own !== undefined && own !== "core") return own;
  throw new Fault("cli.usage", "The site has no pack of its own.", { hint: "Name one with --pack." });
}

/** Looks first whether anything is there, so that it writes all files or none. */
function write(root: string, files: { readonly [path: string]: string }): readonly string[] {
  const there = Object.keys(files).find((path) => existsSync(join(root, path)));
  if (there !== undefined) {
    const shown = relative(process.cwd(), join(root, there));
    throw new Fault("cli.usage", `${shown} is already there, and is not written over.`);
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: "wx" });
  }
  return Object.keys(files).map((path) => relative(process.cwd(), join(root, path)));
}

function labelOf(name: string): string {
  const words = name.replaceAll(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
