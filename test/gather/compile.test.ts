import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { parse } from "yaml";
import type { Window } from "../../kernel/gather/compile.ts";
import { compileGather, countQuery, rowsQuery } from "../../kernel/gather/compile.ts";
import { resolveDisplay } from "../../kernel/gather/display.ts";
import { parseExposed } from "../../kernel/gather/exposed.ts";
import type { GatherSpec } from "../../kernel/kinds/gather/gather-spec.ts";
import type { Query } from "../../kernel/model/db.ts";
import { siteOfTypes } from "./site-of-types.ts";

type Case = {
  readonly displays: GatherSpec["displays"];
  readonly display?: string;
  readonly query?: string;
  readonly arguments?: { readonly [name: string]: string };
  readonly stage?: string;
  readonly window?: Window;
};

const cases = join(import.meta.dirname, "../golden/gather");
const site = siteOfTypes(parse(readFileSync(join(cases, "types.yaml"), "utf8")));
const drama = "018f0000-0000-7000-8000-000000000001";
const below = "018f0000-0000-7000-8000-000000000002";

describe("gathers become SQL", () => {
  const names = readdirSync(cases, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  test.each(names.map((entry) => entry.name))("%s", (name) => {
    const given = parse(readFileSync(join(cases, name, "case.yaml"), "utf8")) as Case;
    const text = compileCase(given);
    const file = join(cases, name, "compiled.sql");
    // A new case writes its answer once, to be read before it is committed.
    if (!existsSync(file)) writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, "utf8"));
  });
});

function compileCase(given: Case): string {
  const gather = { name: "case", spec: { label: "Case", base_table: "item" as const, displays: given.displays } };
  const display = resolveDisplay(site, gather, given.display ?? "page");
  const exposed = parseExposed(display, new URLSearchParams(given.query ?? ""));
  const compiled = compileGather({
    display,
    exposed,
    arguments: given.arguments ?? {},
    access: sql.fragment`"item"."status" = 1`,
    stage: given.stage ?? "live",
    tags: {
      descendants: (id) => (id === drama ? [below] : []),
      idOf: (_source, label) => (label === "Drama" ? drama : null),
    },
  });
  expect(Object.isFrozen(compiled)).toBe(true);
  const { limit } = display.pager;
  const window = given.window ?? { limit, offset: (exposed.page - 1) * limit };
  return `-- rows\n${textOf(rowsQuery(compiled, window))}\n-- count\n${textOf(countQuery(compiled))}`;
}

/** A statement, a clause a line, then its values. */
function textOf(query: Query): string {
  const lines = query.sql
    .replaceAll("$slonik_", "$")
    .replace(/\s+/g, " ")
    .replace(/ (from item |where |order by |limit |and |\) select )/g, "\n  $1");
  const values = query.values.map((value, index) => `-- $${index + 1} ${JSON.stringify(value)}\n`);
  return `${lines}\n${values.join("")}`;
}
