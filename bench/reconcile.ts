import { performance } from "node:perf_hooks";
import pg from "pg";
import type { JsonObject } from "../kernel/base/json.ts";
import { openPool } from "../kernel/db/pool.ts";
import { kindOf } from "../kernel/kinds/kinds.ts";
import type { Desired } from "../kernel/model/desired.ts";
import type { KindName } from "../kernel/model/kind-types.ts";
import { applyPlan } from "../kernel/reconcile/apply/apply.ts";
import { makePlan } from "../kernel/reconcile/plan/make-plan.ts";
import { readStatus } from "../kernel/reconcile/plan/status.ts";
import { createTestDatabase, dropTestDatabase } from "../test/support/database.ts";
import { measureItems } from "./reconcile-rename.ts";

const OBJECTS = Number(process.env["RECONCILE_OBJECTS"] ?? 1_000);
/** Of so many items a field is renamed; a million takes a quarter of an hour. */
const ITEMS = Number(process.env["RECONCILE_ITEMS"] ?? 20_000);
const FIRST_ROUNDS = OBJECTS > 2_000 ? 1 : 3;
const ROUNDS = 9;

/** Tables that an apply writes, parents first. */
const TABLES = [
  "item_type",
  "category",
  "category_tag",
  "category_tag_hierarchy",
  "role",
  "role_permission",
  "gather",
  "rate_limit",
  "text_format",
  "menu",
  "variable",
  "pack_object",
];

/**
 * A site of 1,000 objects (RECONCILE_OBJECTS for another number): its first apply against bare INSERTs of the same rows
 * in one transaction, and an apply, a plan and a status with nothing to do against bare SELECTs of the same rows;
 * medians, in turns, and the CPU of this process, which says more on a busy machine.
 */
export async function run(): Promise<void> {
  const desired = desiredOf(OBJECTS);
  console.log(`| ${desired.objects.length} objects | Trovato ms | CPU ms | floor ms | ratio |\n|---|---|---|---|---|`);
  const { applied, inserted } = await firstApplies(desired);
  row("first apply", applied, inserted);
  const { noopApply, noopPlan, noopStatus, selected } = await noops(desired);
  row("apply, nothing to do", noopApply, selected);
  row("plan, nothing to do", noopPlan, selected);
  row("status, nothing to do", noopStatus, selected);
  if (ITEMS > 0) await measureItems(ITEMS);
}

async function firstApplies(desired: Desired) {
  const applied: Timed[] = [];
  const inserted: Timed[] = [];
  for (let round = 0; round < FIRST_ROUNDS; round++) {
    await withDatabase(async (url) => {
      await withPool(url, async (db) => {
        applied.push(await timed(() => applyPlan(db, desired, { appliedBy: "bench" })));
      });
      const rows = await withClient(url, readRows);
      await withDatabase((other) =>
        withClient(other, async (client) => {
          inserted.push(await timed(() => insertRows(client, rows)));
        }),
      );
    });
  }
  return { applied: median(applied), inserted: median(inserted) };
}

async function noops(desired: Desired) {
  const noopApply: Timed[] = [];
  const noopPlan: Timed[] = [];
  const noopStatus: Timed[] = [];
  const selected: Timed[] = [];
  await withDatabase((url) =>
    withPool(url, (db) =>
      withClient(url, async (client) => {
        await applyPlan(db, desired, { appliedBy: "bench" });
        for (let round = 0; round < ROUNDS; round++) {
          noopApply.push(await timed(() => applyPlan(db, desired, { appliedBy: "bench" })));
          noopPlan.push(await timed(() => makePlan(db, desired)));
          noopStatus.push(await timed(() => readStatus(db, desired)));
          selected.push(await timed(() => readRows(client)));
        }
      }),
    ),
  );
  return {
    noopApply: median(noopApply),
    noopPlan: median(noopPlan),
    noopStatus: median(noopStatus),
    selected: median(selected),
  };
}

type Rows = ReadonlyMap<string, readonly { readonly [column: string]: unknown }[]>;

async function readRows(client: pg.Client): Promise<Rows> {
  const rows = new Map<string, Rows extends ReadonlyMap<string, infer Row> ? Row : never>();
  for (const table of TABLES) rows.set(table, (await client.query(`select * from ${table}`)).rows);
  return rows;
}

/** A statement for each table, all in one transaction. */
async function insertRows(client: pg.Client, rows: Rows): Promise<void> {
  await client.query("begin");
  for (const [table, entries] of rows) {
    await client.query(
      `insert into ${table} overriding system value select * from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(entries)],
    );
  }
  await client.query("commit");
}

/** Objects of all sorts, in the proportions of a large site. */
const MIX: { readonly [kind in KindName]?: { readonly share: number; spec(index: number): JsonObject } } = {
  type: { share: 0.1, spec: (index) => typeSpec(index) },
  vocabulary: { share: 0.05, spec: (index) => vocabularySpec(index) },
  gather: { share: 0.3, spec: (index) => gatherSpec(index) },
  role: { share: 0.1, spec: (index) => ({ label: `Role ${index}`, permissions: names("permission", 20) }) },
  menu: { share: 0.1, spec: (index) => ({ label: `Menu ${index}`, links: linksOf(index) }) },
  setting: { share: 0.2, spec: (index) => ({ value: `Value ${index}` }) },
  format: { share: 0.05, spec: (index) => ({ label: `Format ${index}`, filters: ["markdown", "linkify"] }) },
  limit: {
    share: 0.1,
    spec: (index) => ({ label: "Limit", match: { path: `/${index}` }, key: "ip", points: 60, per: "1 minute" }),
  },
};

function desiredOf(count: number): Desired {
  const objects = Object.entries(MIX).flatMap(([name, { share, spec }]) =>
    Array.from({ length: Math.round(count * share) }, (_, index) => {
      const kind = kindOf(name as KindName);
      const source = { file: `packs/bench/${name}s/${name}_${index}.yaml`, line: 1, column: 1 };
      const object = { kind: kind.name, name: `${name}_${index}`, pack: "bench", source, sourceOf: () => source };
      return { ...object, spec: kind.canonical(spec(index)) };
    }),
  );
  return { objects, packs: [{ name: "bench", version: "1.0.0", directory: "packs/bench" }] };
}

function typeSpec(index: number): JsonObject {
  const fields = names("field", 12).map((name) => [name, { type: "text", label: name, help: "What to write here." }]);
  return {
    label: `Type ${index}`,
    fields: Object.fromEntries(fields),
    view_modes: { card: names("field", 3), full: names("field", 12) },
  };
}

function vocabularySpec(index: number): JsonObject {
  const tags = names("Tag", 8).map((label) => ({ label, tags: names(`${label} below`, 3) }));
  return { label: `Vocabulary ${index}`, hierarchy: "single", tags };
}

function gatherSpec(index: number): JsonObject {
  const searched = names("field", 4).map((field) => ({ field, operator: "contains", exposed: { label: field } }));
  const filters = [{ field: "type", operator: "equals", value: `type_${index % 100}` }, ...searched];
  return {
    label: `Gather ${index}`,
    base_table: "item",
    displays: [{ id: "page", display_type: "page", path: `/gather/${index}`, filters, sorts: [{ field: "title" }] }],
  };
}

function linksOf(index: number): JsonObject {
  return Object.fromEntries(names("link", 6).map((name) => [name, { label: name, path: `/${index}/${name}` }]));
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}_${index}`);
}

async function withDatabase(work: (url: string) => Promise<void>): Promise<void> {
  const url = await createTestDatabase();
  try {
    await work(url);
  } finally {
    await dropTestDatabase(url);
  }
}

async function withPool(url: string, work: (db: Awaited<ReturnType<typeof openPool>>["db"]) => Promise<void>) {
  const pool = await openPool(url);
  try {
    await work(pool.db);
  } finally {
    await pool.close();
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

type Timed = { readonly wall: number; readonly cpu: number };

async function timed(work: () => Promise<unknown>): Promise<Timed> {
  const [begin, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { wall: performance.now() - begin, cpu: (user + system) / 1_000 };
}

function median(times: readonly Timed[]): Timed {
  const middle = (key: keyof Timed) => times.map((each) => each[key]).toSorted((a, b) => a - b)[times.length >> 1]!;
  return { wall: middle("wall"), cpu: middle("cpu") };
}

function row(what: string, { wall, cpu }: Timed, floor: Timed): void {
  const ratio = (wall / floor.wall).toFixed(1);
  console.log(`| ${what} | ${wall.toFixed(0)} | ${cpu.toFixed(0)} | ${floor.wall.toFixed(1)} | ${ratio} |`);
}
