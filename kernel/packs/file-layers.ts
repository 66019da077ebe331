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

/** The themes of the kernel that are underneath every site: plain pages, and those for who runs it. */
const ALWAYS_THERE = ["base", "admin"];

/**
 * The layers of files, lowest first: the themes of the kernel that are always there, the packs in their order, the
 * theme of the site.
 */
export function fileLayers(reading: Reading, packs: readonly Pack[], theme: Named): readonly FileLayer[] {
  const directories = [
    ...ALWAYS_THERE.map((owner) => ({ owner, directory: join(reading.kernelRoot, "themes", owner), isTheme: true })),
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
  const shared = packs.find(({ name }) => name === theme.name || ALWAYS_THERE.includes(name));
  if (shared === undefined) return;
  const message = `The pack ${shared.name} and the theme ${shared.name} have the same name.`;
  report(reading, "pack.bad_name", message, { source: theme.source, hint: "Rename one of them." });
}
