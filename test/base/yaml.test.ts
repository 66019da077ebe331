import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readYaml } from "../../kernel/base/yaml.ts";

const GATHER = `label: Films
displays:
  - id: page
    filters:
      - { field: title, operator: contains }
      - field: field_rating
        operator: between
    empty: >
      Nothing
      here.
tags: [&drama Drama, *drama]
`;

/** The text that a source underlines. */
function underlined(text: string, path: readonly (string | number)[], on?: "key" | "value"): string {
  const { sourceOf, lines } = readYaml(text, "a.yaml");
  const { line, column, length = 0 } = sourceOf(path, on);
  return lines[line - 1]!.slice(column - 1, column - 1 + length);
}

describe("places", () => {
  test("are those of values and of keys", () => {
    expect(underlined(GATHER, ["displays", 0, "filters", 1, "operator"])).toBe("between");
    expect(underlined(GATHER, ["displays", 0, "filters", 1, "operator"], "key")).toBe("operator");
    expect(underlined(GATHER, ["displays", 0, "filters", 0])).toBe("{ field: title, operator: contains }");
  });

  test("of blocks are what names them", () => {
    expect(underlined(GATHER, ["displays"])).toBe("displays");
    expect(underlined(GATHER, ["displays", 0, "filters", 1])).toBe("field");
    expect(underlined(GATHER, ["displays", 0, "empty"])).toBe(">");
  });

  test("of what is not there are the nearest above", () => {
    expect(underlined(GATHER, ["displays", 0, "filters", 0, "exposed"], "key")).toBe(
      "{ field: title, operator: contains }",
    );
    expect(readYaml(GATHER, "a.yaml").sourceOf(["sorts", 1])).toEqual({ file: "a.yaml", line: 1, column: 1 });
  });

  test("lead through aliases", () => {
    expect(readYaml(GATHER, "a.yaml").sourceOf(["tags", 1])).toMatchObject({ line: 11, column: 22 });
    const aliased = "base: &base { label: One }\nother: *base\n";
    expect(readYaml(aliased, "a.yaml").sourceOf(["other", "label"])).toMatchObject({ line: 1, column: 22 });
  });

  test("count from 1, after a byte order mark and with any line ends", () => {
    expect(readYaml("\uFEFFa: 1\r\nb: 2\r\n", "a.yaml").sourceOf(["b"])).toEqual({
      file: "a.yaml",
      line: 2,
      column: 4,
      length: 1,
    });
  });
});

describe("values", () => {
  test("are those of YAML 1.2: dates, yes and on are text", () => {
    const { value, faults } = readYaml("a: 2024-02-03\nb: yes\nc: on\nd: ~\ne: 0x10\nf: 1.50\n", "a.yaml");
    expect(value).toEqual({ a: "2024-02-03", b: "yes", c: "on", d: null, e: 16, f: 1.5 });
    expect(faults).toEqual([]);
  });

  test("of an empty file are null", () => {
    expect(readYaml("# nothing\n", "a.yaml")).toMatchObject({ value: null, faults: [] });
  });

  test("keep keys that mean something to JavaScript harmless", () => {
    const { value, faults } = readYaml("constructor: 1\n__proto__: { polluted: true }\n", "a.yaml");
    expect(Object.keys(value as object)).toEqual(["constructor"]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(faults.map(({ code }) => code)).toEqual(["yaml.syntax"]);
  });

  test("never hold what Postgres cannot store", () => {
    const codes = (text: string) => readYaml(text, "a.yaml").faults.map(({ code }) => code);
    expect(codes('a: "\\0"')).toEqual(["yaml.syntax"]);
    expect(codes('a: "\\ud800"')).toEqual(["yaml.syntax"]);
    expect(codes("a: .nan")).toEqual(["yaml.syntax"]);
  });
});

describe("a tab", () => {
  test("within quotes, blocks and after the indentation is text", () => {
    expect(readYaml('a: "x\n \ty"\nb: |\n  x\n  \ty\nc:\tz\n', "a.yaml").faults).toEqual([]);
  });

  test("that indents is a mistake, also where YAML would fold it into the text above", () => {
    const { faults } = readYaml("a:\n  - x\n\t- y\n", "a.yaml");
    expect(faults.map(({ code, source }) => [code, source?.line, source?.column])).toEqual([["yaml.syntax", 3, 1]]);
  });
});

describe("bounds", () => {
  const codes = (text: string) => readYaml(text, "a.yaml").faults.map(({ code }) => code);

  test("hold for size, nesting and aliases", () => {
    expect(codes(`a: ${"x".repeat(1024 * 1024)}`)).toEqual(["yaml.too_large"]);
    expect(codes("[".repeat(20_000))).toEqual(["yaml.too_large"]);
    expect(codes("a: &a [*a]")).toEqual(["yaml.syntax"]);
    const laughs = Array.from({ length: 9 }, (_, n) => `k${n}: &k${n} [${`*k${n - 1},`.repeat(9)}]`).slice(1);
    expect(codes(["k0: &k0 ha", ...laughs].join("\n"))).toEqual(["yaml.too_large"]);
    // One long text that is meant many times is as much as many texts.
    const shouts = `a: &a ${"x".repeat(900_000)}\nb: [${"*a, ".repeat(2_400)}]`;
    expect(codes(shouts)).toEqual(["yaml.too_large"]);
  });

  test("let large vocabularies through", () => {
    const tags = Array.from({ length: 20_000 }, (_, n) => `  - Tag number ${n}`).join("\n");
    expect(codes(`label: All\ntags:\n${tags}\n`)).toEqual([]);
  });
});

const YAML_LIKE = fc
  .array(
    fc.constantFrom(
      "a",
      "b: ",
      "- ",
      "\n",
      "  ",
      "\t",
      "{",
      "}",
      "[",
      "]",
      ",",
      "&x ",
      "*x ",
      "!t ",
      "|",
      ">",
      "'",
      '"',
      "#",
      "%",
      "---",
      "? ",
      ": ",
      "~",
      "\\",
      "\u0000",
      "é",
      "😀",
    ),
    {
      maxLength: 60,
    },
  )
  .map((parts) => parts.join(""));

describe("whatever the text is,", () => {
  test("reading never throws, and every place lies within the text", () => {
    fc.assert(
      fc.property(fc.oneof(YAML_LIKE, fc.string({ unit: "binary" })), (text) => {
        const { value, faults, lines, sourceOf } = readYaml(text, "a.yaml");
        for (const { source } of faults) expect(isWithin(source!, lines)).toBe(true);
        for (const path of pathsOf(value)) {
          expect(isWithin(sourceOf(path), lines)).toBe(true);
          expect(isWithin(sourceOf(path, "key"), lines)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("JSON reads as itself", () => {
    const json = fc
      .jsonValue({ maxDepth: 5 })
      .filter((value) => !/__proto__|\\u0000|\\ud[89a-f]/i.test(JSON.stringify(value)));
    fc.assert(
      fc.property(json, (value) => {
        const { value: read, faults } = readYaml(JSON.stringify(value), "a.yaml");
        if (faults.length === 0) expect(JSON.stringify(read)).toBe(JSON.stringify(JSON.parse(JSON.stringify(value))));
        else expect(JSON.stringify(value)).toMatch(/\d{16}|e\+|\\|\t/);
      }),
    );
  });
});

function isWithin({ line, column }: { line: number; column: number }, lines: readonly string[]): boolean {
  return line >= 1 && line <= lines.length && column >= 1 && column <= lines[line - 1]!.length + 1;
}

function pathsOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const steps = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return [
    path,
    ...steps.flatMap((step) => pathsOf((value as { [step: string | number]: unknown })[step], [...path, step])),
  ];
}
