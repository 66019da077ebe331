import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { JsonObject } from "../../kernel/base/json.ts";
import { finishRenames } from "../../kernel/boot/finish-renames.ts";
import { loadItem } from "../../kernel/content/load.ts";
import { saveItem } from "../../kernel/content/save.ts";
import { executeGather } from "../../kernel/gather/execute.ts";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import { createRecordKeys } from "../../kernel/imports/record-keys.ts";
import { runImport } from "../../kernel/imports/run.ts";
import type { Db } from "../../kernel/model/db.ts";
import type { HostContext } from "../../kernel/model/host-functions.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { handleOf } from "../../kernel/model/request-state.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { buildIndexes } from "../../kernel/reconcile/apply/index-builds.ts";
import { moveValues } from "../../kernel/reconcile/apply/move-values.ts";
import { readSite } from "../../kernel/site/read-site.ts";
import { stateOf } from "../support/content-site.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { SITE_PARTS } from "../support/site-parts.ts";
import { storeItems } from "../support/stored-items.ts";

/**
 * A site whose films are renamed in two fields, and whose books have a field of the old name that means something else.
 */
function site(score: string, kind: string, isRenamed: boolean): Declared {
  const from = (previous: string): JsonObject => (isRenamed ? { renamed_from: previous } : {});
  const rating = { type: "decimal", label: "Rating" };
  const tags = {
    type: "reference",
    label: "Genre",
    target: "category_tag",
    vocabulary: "genre",
    cardinality: "unlimited",
  };
  const display = (type: string | string[], more: JsonObject = {}): JsonObject => ({
    display_type: "page",
    filters: [
      { field: "type", operator: Array.isArray(type) ? "in" : "equals", value: type },
      { field: score, operator: "between", exposed: { label: "Rating" } },
      { field: kind, operator: "has_tag", exposed: { label: "Genre" } },
    ],
    sorts: [{ field: score, direction: "desc" }],
    ...more,
  });
  return {
    "vocabulary.genre": { label: "Genre", hierarchy: "none", tags: ["Drama", "Noir"] },
    "type.film": {
      label: "Film",
      fields: {
        [score]: { ...rating, ...from("field_a") },
        [kind]: { ...tags, ...from("field_genre") },
        field_note: { type: "text", label: "Note" },
      },
    },
    "type.book": {
      label: "Book",
      fields: { field_a: { type: "text", label: "A" }, field_b: rating, field_kind: tags },
    },
    "gather.films": {
      label: "Films",
      base_table: "item",
      displays: [
        { id: "page", path: "/films", ...display("film") },
        { id: "all", path: "/all", ...display(isRenamed ? ["film", "book"] : "film") },
      ],
    },
    "import.films": {
      label: "Films",
      source: { path: "films.json", format: "json" },
      target: { type: "film" },
      key: ["id"],
      map: { title: { from: "id" }, field_note: { from: "note" } },
    },
    "role.anonymous": { label: "Anonymous", permissions: ["access content"] },
  };
}

let database: TestDatabase;
let db: Db;
let state: RequestState;
let directory: string;
let ids: readonly string[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "trovato-names-"));
  database = await openTestDatabase();
  db = database.db;
  await applyPlan(db, desiredOf(site("field_a", "field_genre", false)), { appliedBy: "test" });
  await storeItems(
    db,
    [1, 2, 3, 4, 5, 6].map((rating) => ({
      type: "film",
      fields: { field_a: { value: rating }, field_genre: { tag: rating % 2 === 0 ? "Noir" : "Drama" } },
    })),
  );
  await storeItems(db, [
    { type: "book", fields: { field_a: { value: "9" }, field_b: { value: 3.5 }, field_kind: { tag: "Noir" } } },
  ]);
  ids = (await db.many<{ id: string }>(sql.unsafe`select id from item where type = 'film' order by id`)).map(
    ({ id }) => id,
  );
  await db.run(
    sql.unsafe`insert into import_record select 'films', ${createRecordKeys(["id"])({ id: "one" })}, id, 'old' from item where id = ${ids[3]!}`,
  );
  await db.run(sql.unsafe`insert into stage (id, label) values ('draft', 'Draft')`);
  await applyPlan(db, desiredOf(site("field_b", "field_kind", true)), { appliedBy: "test", mostRowsAtOnce: 1 });
  const stopping = new AbortController();
  await moveValues(db, { rowsPerBatch: 3, signal: stopping.signal, onProgress: () => stopping.abort() });
  state = stateOf(db, await readSite(db, SITE_PARTS));
});
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true });
});

const stored = async (id: string) =>
  (await db.one<{ fields: JsonObject }>(sql.unsafe`select fields from item where id = ${id}`)).fields;
const ratings = async (display: string, query = "", stage = "live") => {
  const { items, total } = await executeGather({ ...state, stage }, "films", display, {
    query: new URLSearchParams(query),
  });
  expect(total).toBe(items.length);
  return items.map(({ fields }) => (fields["field_b"] as { readonly value: number } | undefined)?.value);
};
const tag = (label: string) => db.one<{ id: string }>(sql.unsafe`select id from category_tag where label = ${label}`);

describe("while some values have a new name and others have not yet", () => {
  test("an item shows all of them under the new one", async () => {
    const keys = new Set((await Promise.all(ids.map(stored))).map((fields) => Object.keys(fields).sort().join()));
    expect(keys.size).toBeGreaterThan(1);
    for (const [index, id] of ids.entries()) {
      const item = (await loadItem(state, id))!;
      expect(Object.keys(item.fields).sort()).toEqual(["field_b", "field_kind"]);
      expect(item.fields["field_b"]).toEqual({ value: index + 1 });
    }
  });

  test("a listing sorts, filters and counts them, in each stage; another type keeps what it calls by the old name", async () => {
    const noir = (await tag("Noir")).id;
    expect(await ratings("page")).toEqual([6, 5, 4, 3, 2, 1]);
    expect(await ratings("page", "field_b[min]=2&field_b[max]=5")).toEqual([5, 4, 3, 2]);
    expect(await ratings("page", `field_kind=${noir}`)).toEqual([6, 4, 2]);
    expect(await ratings("page", "field_b[min]=2", "draft")).toEqual([6, 5, 4, 3, 2]);
    expect(await ratings("all")).toEqual([6, 5, 4, 3.5, 3, 2, 1]);
    expect(await ratings("all", `field_kind=${noir}&field_b[min]=3`)).toEqual([6, 4, 3.5]);
  });

  test("indexes serve both names", async () => {
    await buildIndexes(database.url, SILENT);
    const indexes = await db.many<{ state: string; definition: string }>(
      sql.unsafe`select state, definition from index_build where definition like '%field_b%'`,
    );
    expect(indexes.length).toBeGreaterThan(0);
    for (const { state: built, definition } of indexes) {
      expect(built).toBe("built");
      expect(definition).toContain("WHEN type = 'film' AND fields ? 'field_a' THEN");
    }
    expect(await ratings("page", "field_b[min]=4")).toEqual([6, 5, 4]);
  });

  test("a plugin gets and sets the new name, and what it saves has no other", async () => {
    const { "item-api": items } = createHostFunctions();
    const context: HostContext = { plugin: "notes", log: SILENT, state: { ...state, items: [] } };
    const handle = handleOf(context.state, (await loadItem(state, ids[5]!))!);
    expect(items["get-field-float"](context, handle, "field_b")).toBe(6);
    expect(items["has-field"](context, handle, "field_a")).toBe(false);
    expect(items["set-field-string"](context, handle, "field_note", "seen")).toBeUndefined();
    expect(await items.save(context, handle, "by a plugin")).toBeUndefined();
    expect(await stored(ids[5]!)).toMatchObject({ field_b: { value: 6 }, field_note: { value: "seen" } });
    expect(Object.keys(await stored(ids[5]!)).sort()).toEqual(["field_b", "field_kind", "field_note"]);
  });

  test("an import that changes one field keeps the others", async () => {
    const file = join(directory, "films.json");
    writeFileSync(file, JSON.stringify([{ id: "one", note: "imported" }]));
    const report = await runImport(state, state.site.imports.get("films")!, { file });
    expect(report).toMatchObject({ updated: 1, rejected: 0 });
    expect(await stored(ids[3]!)).toMatchObject({ field_b: { value: 4 }, field_note: { value: "imported" } });
  });

  test("a save keeps what it does not name, and takes away what it empties", async () => {
    await saveItem(state, { id: ids[4]!, type: "film", title: "Saved", fields: { field_b: null } });
    expect(Object.keys(await stored(ids[4]!))).toEqual(["field_kind"]);
    expect(await ratings("page")).toEqual([6, 4, 3, 2, 1, undefined]);
  });

  test("in the end it is as if all had been moved at once", async () => {
    const before = await ratings("all");
    await finishRenames(database, SILENT, { grace: 0, rowsPerBatch: 2 });
    state = stateOf(db, await readSite(db, SITE_PARTS));
    expect(await ratings("all")).toEqual(before);
    for (const id of ids) expect(Object.keys(await stored(id))).not.toContain("field_a");
    const left = await db.many(sql.unsafe`
      select from item_revision join item on item.id = item_id
      where type = 'film' and (item_revision.fields ? 'field_a' or item_revision.fields ? 'field_genre')`);
    expect(left).toEqual([]);
    const definitions = await db.many<{ definition: string }>(sql.unsafe`select definition from index_build`);
    expect(definitions.filter(({ definition }) => definition.includes("WHEN type"))).toEqual([]);
  });
});
