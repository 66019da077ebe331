import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../base/fault.ts";
import { didYouMean } from "../base/near-miss.ts";

/** A plugin of a site: a folder in `plugins/`, or in the `plugins/` of a pack. */
export type PluginFolder = { readonly name: string; readonly directory: string };

/** The plugins of the site in the folder `site`, by name. */
export function findPlugins(site: string): readonly PluginFolder[] {
  const roots = [site, ...foldersIn(join(site, "packs")).map((pack) => join(site, "packs", pack))];
  return roots
    .flatMap((root) =>
      foldersIn(join(root, "plugins")).map((name) => ({ name, directory: join(root, "plugins", name) })),
    )
    .filter(({ name, directory }) =>
      ["index.ts", `${name}.info.yaml`].some((file) => existsSync(join(directory, file))),
    )
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** The plugin called `name`, or all of them. @throws Fault `cli.usage` when there is none */
export function choosePlugins(site: string, name: string | undefined): readonly PluginFolder[] {
  const all = findPlugins(site);
  const chosen = name === undefined ? all : all.filter((plugin) => plugin.name === name);
  if (chosen.length > 0) return chosen;
  const hint = `npx trovato new plugin ${name ?? "NAME"}`;
  if (name === undefined) throw new Fault("cli.usage", "The site has no plugins.", { hint });
  const near = didYouMean(
    name,
    all.map((plugin) => plugin.name),
  );
  throw new Fault("cli.usage", `There is no plugin ${name}.${near}`, { hint });
}

function foldersIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
