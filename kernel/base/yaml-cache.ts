import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { deepFreeze, isObject, sha256 } from "./json.ts";
import type { YamlFile } from "./yaml.ts";
import { readYaml } from "./yaml.ts";

/** Reads YAML as `readYaml` does, each content once. */
export type YamlCache = {
  read(text: string, file: string): YamlFile;
  /** Keeps what was read since the last time, for other processes; what was not asked for since is forgotten. */
  save(): void;
};

/** The values of files without faults, by the hash of their content. */
type Values = { readonly [hash: string]: unknown };

/**
 * A cache that also knows what earlier processes saved in `file`. Parsing is most of what reading a site costs, and a
 * file that did not change says the same as before; where its parts are written is found out by parsing it when
 * somebody asks. Values are frozen.
 */
export function openYamlCache(file: string): YamlCache {
  let values: Values | undefined;
  let used: { [hash: string]: unknown } = {};
  let hasNew = false;
  return {
    read(text, name) {
      values ??= load(file);
      const hash = sha256(text);
      const known = used[hash] ?? values[hash];
      if (known !== undefined) {
        used[hash] = known;
        return lazily(deepFreeze(known), text, name);
      }
      const yaml = readYaml(text, name);
      if (yaml.faults.length === 0 && isObject(yaml.value)) {
        used[hash] = deepFreeze(yaml.value);
        hasNew = true;
      }
      return yaml;
    },
    save() {
      if (hasNew || Object.keys(used).length < Object.keys(values ?? {}).length) store(file, used);
      values = used;
      used = {};
      hasNew = false;
    },
  };
}

function lazily(value: unknown, text: string, name: string): YamlFile {
  let parsed: YamlFile | undefined;
  const whole = () => {
    parsed ??= readYaml(text, name);
    return parsed;
  };
  return {
    value,
    faults: [],
    get lines() {
      return whole().lines;
    },
    sourceOf: (path, on) => whole().sourceOf(path, on),
  };
}

function load(file: string): Values {
  try {
    const saved: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isObject(saved) && saved["reader"] === readerHash() && isObject(saved["values"]) ? saved["values"] : {};
  } catch {
    // Not there, or not whole: everything is read anew.
    return {};
  }
}

function store(file: string, values: Values): void {
  const making = `${file}.${process.pid}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(making, JSON.stringify({ reader: readerHash(), values }));
    renameSync(making, file);
  } catch {
    // A site may lie where nothing can be written; it is then only slower to read.
  }
}

/** Hashes the reader itself: entries that other code wrote may mean something else. */
function readerHash(): string {
  const parts = readdirSync(import.meta.dirname)
    .filter((name) => name.startsWith("yaml"))
    .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));
  const library = createRequire(import.meta.url).resolve("yaml/package.json");
  return sha256([...parts, readFileSync(library, "utf8")].join("\n"));
}
