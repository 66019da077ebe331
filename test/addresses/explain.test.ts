import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { runVerb } from "../support/verb.ts";

const root = join(import.meta.dirname, "../..");

test("explain addresses lists what the site answers, with who declared it, where", async () => {
  const { code, out } = await runVerb(["explain", "addresses", "--site", root]);
  const lines = out.split("\n").map((line) => line.split(/ {2,}/));
  expect(code).toBe(0);
  expect(lines).toContainEqual(["/", "GET", "the front page, /films"]);
  expect(lines).toContainEqual([
    "/films/suggest",
    "GET POST",
    "form suggest",
    expect.stringMatching(/suggest\.yaml:4$/),
  ]);
  expect(lines).toContainEqual(["/admin/people", "GET", "the kernel, people", "administer users"]);
  const paths = lines.map(([path]) => path!).filter((path) => path !== "");
  expect(paths).toEqual(paths.toSorted());
});

test("explain addresses --json is for scripts", async () => {
  const { out } = await runVerb(["explain", "addresses", "--json", "--site", root]);
  const { front_page, addresses } = JSON.parse(out);
  expect(front_page).toBe("/films");
  expect(addresses).toContainEqual({
    pattern: "/films",
    methods: ["GET"],
    owner: { kind: "gather", name: "films", part: "page" },
    permission: null,
    source: { file: "packs/films/gathers/films.yaml", line: 7, column: expect.any(Number) },
  });
});
