import { describe, expect, test } from "@jest/globals";
import { Fault } from "../../kernel/base/fault.ts";
import { formatFaults } from "../../kernel/cli/print-faults.ts";

const LINES: { readonly [file: string]: string } = {
  "packs/films/gathers/films.yaml:21": "    - { field: field_ratign, direction: desc }",
  "packs/films/types/broken.yaml:2": "\tfields: {}",
  "plugins/blog/blog.info.yaml:9": "  implements: [tap_item_view]",
};
const readLine = (file: string, line: number) => LINES[`${file}:${line}`];

const FAULTS = [
  new Fault("gather.unknown_field", "type film has no field field_ratign. Did you mean field_rating?", {
    source: { file: "packs/films/gathers/films.yaml", line: 21, column: 16, length: 12 },
  }),
  new Fault("yaml.syntax", "A tab cannot indent YAML. Use spaces.", {
    source: { file: "packs/films/types/broken.yaml", line: 2, column: 1, length: 1 },
  }),
  new Fault(
    "pack.declared_twice",
    "type film is declared by pack films (packs/films/types/film.yaml) and by pack other.",
    {
      source: { file: "packs/other/types/film.yaml", line: 1, column: 1 },
      hint: "To change it from pack other, add `extends: true` and give only what differs.",
    },
  ),
  new Fault(
    "plugin.tap_not_exported",
    "Plugin 'blog' declares 'tap_item_view' but doesn't export it. Check function signature matches WIT.",
    {
      source: { file: "plugins/blog/blog.info.yaml", line: 9, column: 16, length: 13 },
      hint: "expected  tap-item-view: func(item: item-handle) -> json        (i32) -> i32\nexports   tap-item-vew (i32) -> i32, cabi_realloc, memory",
    },
  ),
];

describe("faults are printed", () => {
  test("with the line, a caret, what is wrong and what to do", () => {
    expect(formatFaults(FAULTS, readLine, "The site keeps serving generation 41.")).toBe(`\
packs/films/gathers/films.yaml:21:16  gather.unknown_field
  21 |     - { field: field_ratign, direction: desc }
     |                ^^^^^^^^^^^^
  type film has no field field_ratign. Did you mean field_rating?

packs/films/types/broken.yaml:2:1  yaml.syntax
   2 | \tfields: {}
     | ^
  A tab cannot indent YAML. Use spaces.

packs/other/types/film.yaml:1:1  pack.declared_twice
  type film is declared by pack films (packs/films/types/film.yaml) and by pack other.
  To change it from pack other, add \`extends: true\` and give only what differs.

plugins/blog/blog.info.yaml:9:16  plugin.tap_not_exported
   9 |   implements: [tap_item_view]
     |                ^^^^^^^^^^^^^
  Plugin 'blog' declares 'tap_item_view' but doesn't export it. Check function signature matches WIT.
  expected  tap-item-view: func(item: item-handle) -> json        (i32) -> i32
  exports   tap-item-vew (i32) -> i32, cabi_realloc, memory

4 faults in 4 files. The site keeps serving generation 41.
`);
  });

  test("without a place, and when the line cannot be read", () => {
    const fault = new Fault("config.environment", "PORT is wrong.");
    const lost = new Fault("yaml.syntax", "Wrong.", { source: { file: "gone.yaml", line: 3, column: 2, length: 4 } });
    expect(formatFaults([fault], readLine)).toBe("config.environment\n  PORT is wrong.\n\n1 fault.\n");
    expect(formatFaults([lost], readLine)).toBe("gone.yaml:3:2  yaml.syntax\n  Wrong.\n\n1 fault in 1 file.\n");
  });

  test("with the caret behind tabs and within the line", () => {
    const source = { file: "a", line: 1, column: 3, length: 99 };
    const text = formatFaults([new Fault("yaml.syntax", "Wrong.", { source })], () => "\ta: b");
    expect(text.split("\n").slice(1, 3)).toEqual(["   1 | \ta: b", "     | \t ^^^"]);
  });
});
