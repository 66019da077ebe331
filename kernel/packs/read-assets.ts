import { join } from "node:path";
import { isObject } from "../base/json.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import { kindOf } from "../kinds/kinds.ts";
import type { AssetFile } from "../model/desired.ts";
import { NPM_ADDRESS, ThemeSpec } from "../model/specs/theme.ts";
import type { FileLayer } from "./file-layers.ts";
import { packageFolders } from "./npm-packages.ts";
import type { Reading } from "./reading.ts";
import { contentOf, entriesOf, report, shownPath, textOf } from "./reading.ts";
import { schemaFaults } from "./schema-faults.ts";

const checkTheme = schemaCheck(jsonSchemaOf(ThemeSpec));

/** The assets of one layer: what lies in its folder, and what a theme takes out of npm packages. */
export function readAssets(reading: Reading, layer: FileLayer): readonly AssetFile[] {
  const files = readFolder(reading, layer, join(layer.directory, "assets"), "");
  return layer.isTheme ? [...readThemeAssets(reading, layer), ...files] : files;
}

function readFolder(reading: Reading, layer: FileLayer, folder: string, prefix: string): readonly AssetFile[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    const absolute = join(folder, entry.name);
    if (entry.isDirectory) return readFolder(reading, layer, absolute, `${path}/`);
    const content = contentOf(reading, layer.directory, absolute);
    const file = shownPath(reading, absolute);
    if (!new RegExp(kindOf("asset").namePattern).test(`${layer.owner}/${path}`)) {
      const hint = "Its path may have letters, digits, dots, hyphens and underscores.";
      const source = { file, line: 1, column: 1 };
      report(reading, "pack.bad_name", `${path} cannot be the address of an asset.`, { source, hint });
      return [];
    }
    return content === null ? [] : [{ path, layer: layer.layer, owner: layer.owner, file, content }];
  });
}

function readThemeAssets(reading: Reading, { owner, layer, directory }: FileLayer): readonly AssetFile[] {
  const manifest = join(directory, "theme.yaml");
  const text = textOf(reading, directory, manifest);
  if (text === null) return [];
  const yaml = reading.yaml.read(text, shownPath(reading, manifest));
  reading.faults.push(...yaml.faults);
  if (yaml.value === undefined) return [];
  reading.faults.push(...schemaFaults(checkTheme, yaml));
  const assets = isObject(yaml.value) && isObject(yaml.value["assets"]) ? yaml.value["assets"] : {};
  return Object.entries(assets).flatMap(([path, address]) => {
    if (typeof address !== "string" || !new RegExp(NPM_ADDRESS).test(address)) return [];
    const found = findInPackages(reading, address.replace(/^npm:/, ""));
    if (found === null) {
      const source = yaml.sourceOf(["assets", path]);
      report(reading, "theme.missing", `No installed package has the file ${address}.`, { source });
      return [];
    }
    return [{ path, layer, owner, ...found }];
  });
}

/** The name that a path in `node_modules` begins with. */
function packageName(path: string): string {
  return path.split("/", path.startsWith("@") ? 2 : 1).join("/");
}

function findInPackages(reading: Reading, path: string): { readonly file: string; readonly content: Buffer } | null {
  for (const folder of packageFolders(reading)) {
    const file = join(folder, path);
    const content = contentOf(reading, join(folder, packageName(path)), file);
    if (content !== null) return { file: shownPath(reading, file), content };
  }
  return null;
}
