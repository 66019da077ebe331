import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { importsOf, root, sourceFiles } from "../support/source.ts";
import { FLOORS, FOLDERS, OWNERS, roomOf } from "./floors.ts";

const files = sourceFiles("kernel");
const floorOf = new Map(FLOORS.flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)));

describe("the house", () => {
  test("has only rooms that are on the list, and all of them", () => {
    const rooms = readdirSync(join(root, "kernel"));
    expect(rooms.sort()).toEqual([...floorOf.keys()].sort());
  });

  test("imports go down, never up or along a floor", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file.text)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => relative(root, join(root, dirname(file.path), specifier)))
        .filter((target) => target.startsWith("kernel/") && roomOf(target) !== roomOf(file.path))
        .filter((target) => !(floorOf.get(roomOf(target))! < floorOf.get(roomOf(file.path))!))
        .map((target) => `${file.path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(FOLDERS))("the folders of %s are all of it, and import down only", (room, floors) => {
    const floorIn = new Map(floors.flatMap((folders, floor) => folders.map((folder) => [folder, floor] as const)));
    expect(readdirSync(join(root, "kernel", room)).sort()).toEqual([...floorIn.keys()].sort());
    const folderOf = (path: string) => path.split("/")[2]!;
    const wrong = files
      .filter((file) => roomOf(file.path) === room)
      .flatMap((file) =>
        importsOf(file.text)
          .filter((specifier) => specifier.startsWith("."))
          .map((specifier) => relative(root, join(root, dirname(file.path), specifier)))
          .filter((target) => roomOf(target) === room && folderOf(target) !== folderOf(file.path))
          .filter((target) => !(floorIn.get(folderOf(target))! < floorIn.get(folderOf(file.path))!))
          .map((target) => `${file.path} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  test("a package is imported only by the room that owns what it does", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file.text)
        .map((specifier) => specifier.match(/^(@[^/]+\/[^/]+|[^./][^/]*)/)?.[1] ?? "")
        .filter((name) => OWNERS[name] !== undefined && !OWNERS[name].includes(roomOf(file.path)))
        .map((name) => `${file.path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test("an owned package is one that the product depends on", () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(Object.keys(OWNERS).filter((name) => dependencies[name] === undefined)).toEqual([]);
  });

  test("only db opens a pool, only config and boot read the environment", () => {
    const pools = files.filter((file) => /\bcreatePool\b/.test(file.text) && roomOf(file.path) !== "db");
    const readers = files.filter(
      (file) => /process\.env\b/.test(file.text) && !["config", "cli"].includes(roomOf(file.path)),
    );
    expect([...pools, ...readers].map((file) => file.path)).toEqual([]);
  });

  test("only the console of commands writes to a terminal, where it writes out what that would obey", () => {
    const writers = files.filter((file) =>
      /\bstd(out|err)\.write\(|\bconsole\.(log|error|warn|info)\(/.test(file.text),
    );
    expect(writers.map((file) => file.path).sort()).toEqual(["kernel/cli/ask-password.ts", "kernel/cli/console.ts"]);
  });

  test("imports name files with their ending, and types by `import type`", () => {
    const wrong = files.filter(
      (file) => /import \{[^}]*\btype [A-Za-z]/.test(file.text) || /from "\.[^"]*(?<!\.(ts|js|json))"/.test(file.text),
    );
    expect(wrong.map((file) => file.path)).toEqual([]);
  });

  test("has no barrels, default exports, junk drawers or files that are several things", () => {
    const named = files.filter((file) => /(^|\/)(index|utils?|helpers?|common|manager|service)\.ts$/.test(file.path));
    const allowed = new Set(["kernel/model/specs/common.ts"]);
    expect(named.map((file) => file.path).filter((path) => !allowed.has(path))).toEqual([]);
    expect(files.filter((file) => /^export default/m.test(file.text)).map((file) => file.path)).toEqual([]);
    expect(files.filter((file) => file.text.split("\n").length > 400).map((file) => file.path)).toEqual([]);
  });

  test("the picture in docs/architecture.md shows the same floors", () => {
    const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
    const shown = [...page.matchAll(/^\| (\d+) \| ((?:`[a-z]+\/` ?)+)\|/gm)].flatMap((row) =>
      [...row[2]!.matchAll(/`([a-z]+)\/`/g)].map((room) => [room[1]!, Number(row[1])] as const),
    );
    expect(new Map(shown.sort())).toEqual(new Map([...floorOf].sort()));
  });
});
