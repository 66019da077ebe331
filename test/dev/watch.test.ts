import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { Watch } from "../../kernel/boot/dev-watch.ts";
import { watchSite } from "../../kernel/boot/dev-watch.ts";

let root: string;
let watching: Watch;
let batches: string[][];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "trovato-watch-"));
  mkdirSync(join(root, "packs/notes/types"), { recursive: true });
  write("packs/notes/types/note.yaml", "label: Note\n");
  batches = [];
  watching = watchSite(root, (paths) => batches.push([...paths]));
});
afterEach(() => {
  watching.close();
  rmSync(root, { recursive: true, force: true });
});

const write = (path: string, text: string) => writeFileSync(join(root, path), text);

async function heard(path: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    if (batches.flat().includes(path)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`${path} was not heard of: ${JSON.stringify(batches)}`);
}

test("a file that is written, replaced by renaming, added and removed is heard of, again and again", async () => {
  for (let round = 0; round < 3; round++) {
    batches = [];
    write("packs/notes/types/note.yaml", `label: Note ${round}\n`);
    await heard("packs/notes/types/note.yaml");
    batches = [];
    write("packs/notes/types/.note.yaml.swp", `label: Renamed ${round}\n`);
    renameSync(join(root, "packs/notes/types/.note.yaml.swp"), join(root, "packs/notes/types/note.yaml"));
    await heard("packs/notes/types/note.yaml");
  }
  write("packs/notes/types/other.yaml", "label: Other\n");
  await heard("packs/notes/types/other.yaml");
  batches = [];
  rmSync(join(root, "packs/notes/types/other.yaml"));
  await heard("packs/notes/types/other.yaml");
});

test("folders that come later are followed, also those of the site itself", async () => {
  mkdirSync(join(root, "themes/mine/templates"), { recursive: true });
  write("themes/mine/templates/page.hbs", "one");
  await heard("themes/mine/templates/page.hbs");
  mkdirSync(join(root, "packs/shop/gathers"), { recursive: true });
  write("packs/shop/gathers/shop.yaml", "label: Shop\n");
  await heard("packs/shop/gathers/shop.yaml");
});

test("many writes at once are one change, and what editors leave beside a file is none", async () => {
  write("packs/notes/types/.hidden.yaml", "x");
  write("packs/notes/types/note.yaml~", "x");
  symlinkSync(join(root, "packs"), join(root, "packs/notes/itself"));
  for (let index = 0; index < 50; index++) write(`packs/notes/types/type_${index}.yaml`, "label: Many\n");
  await heard("packs/notes/types/type_49.yaml");
  const [first] = batches;
  expect(first!.filter((path) => path.startsWith("packs/notes/types/type_"))).toHaveLength(50);
  expect(batches.flat().filter((path) => path.includes("hidden") || path.endsWith("~"))).toEqual([]);
});

test("packs from npm are followed, also ones that are links, and those that are installed later", async () => {
  const [installed, linked] = [join(root, "node_modules/trovato-pack-events"), join(root, "elsewhere/shop")];
  mkdirSync(join(installed, "types"), { recursive: true });
  mkdirSync(join(linked, "types"), { recursive: true });
  writeFileSync(join(installed, "types/event.yaml"), "label: Event\n");
  const folders = [installed];
  watching.close();
  watching = watchSite(
    root,
    (paths) => batches.push([...paths]),
    () => folders,
  );
  writeFileSync(join(installed, "types/event.yaml"), "label: Happening\n");
  await heard("node_modules/trovato-pack-events/types/event.yaml");

  symlinkSync(linked, join(root, "node_modules/trovato-pack-shop"));
  folders.push(join(root, "node_modules/trovato-pack-shop"));
  writeFileSync(join(linked, "types/shirt.yaml"), "label: Shirt\n");
  await heard("node_modules/trovato-pack-shop/types/shirt.yaml");
  batches = [];
  mkdirSync(join(installed, "node_modules/other"), { recursive: true });
  writeFileSync(join(installed, "node_modules/other/index.js"), "");
  writeFileSync(join(linked, "types/shirt.yaml"), "label: T-shirt\n");
  await heard("node_modules/trovato-pack-shop/types/shirt.yaml");
  expect(batches.flat().filter((path) => path.includes("other"))).toEqual([]);
});
