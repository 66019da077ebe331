import { join } from "node:path";
import { didYouMean } from "../base/near-miss.ts";
import type { Named, Pack } from "./find-packs.ts";
import type { Reading } from "./reading.ts";
import { entriesOf, isDirectory, report } from "./reading.ts";

/** A directory that may hold `templates` and `assets`. Higher layers win. */
export type FileLayer = {
  readonly owner: string;
  readonly layer: number;
  readonly directory: string;
  readonly isTheme: boolean;
};

const BASE_THEME = "base";

/** The layers of files, lowest first: the base theme of the kernel, the packs in their order, the theme of the site. */
export function fileLayers(reading: Reading, packs: readonly Pack[], theme: Named): readonly FileLayer[] {
  const directories = [
    { owner: BASE_THEME, directory: join(reading.kernelRoot, "themes", BASE_THEME), isTheme: true },
    ...packs.map(({ name, directory }) => ({ owner: name, directory, isTheme: false })),
    ...findTheme(reading, theme),
  ];
  reportSharedNames(reading, packs, theme);
  return directories.map((each, layer) => ({ ...each, layer }));
}

function findTheme(reading: Reading, { name, source }: Named): readonly Omit<FileLayer, "layer">[] {
  const roots = [reading.root, reading.kernelRoot].map((root) => join(root, "themes"));
  const directory = roots.map((themes) => join(themes, name)).find(isDirectory);
  if (directory !== undefined) return [{ owner: name, directory, isTheme: true }];
  const known = roots.flatMap((themes) => entriesOf(themes).filter((entry) => entry.isDirectory));
  const near = didYouMean(
    name,
    known.map((entry) => entry.name),
  );
  const hint = near === "" ? `A theme is a folder themes/${name} with a theme.yaml.` : undefined;
  report(reading, "theme.missing", `There is no theme ${name}.${near}`, { source, hint });
  return [];
}

/** Templates are known by their owner too, so no two owners may have one name. */
function reportSharedNames(reading: Reading, packs: readonly Pack[], theme: Named): void {
  const shared = packs.find(({ name }) => name === theme.name || name === BASE_THEME);
  if (shared === undefined) return;
  const message = `The pack ${shared.name} and the theme ${shared.name} have the same name.`;
  report(reading, "pack.bad_name", message, { source: theme.source, hint: "Rename one of them." });
}
