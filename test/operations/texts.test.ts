import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { applyCommand } from "../../kernel/cli/apply.ts";
import { driftCommand } from "../../kernel/cli/drift.ts";
import { forgetCommand } from "../../kernel/cli/forget.ts";
import { historyCommand, historyOf } from "../../kernel/cli/history.ts";
import type { ReconcileContext } from "../../kernel/cli/plan.ts";
import { planCommand } from "../../kernel/cli/plan.ts";
import { rollbackCommand } from "../../kernel/cli/rollback.ts";
import { statusCommand } from "../../kernel/cli/status.ts";
import { SILENT } from "../../kernel/model/log.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { takeApplyLock } from "../../kernel/reconcile/apply/lock.ts";
import { writeLive } from "../../kernel/reconcile/apply/write-live.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { Declared } from "../support/desired.ts";
import { desiredOf } from "../support/desired.ts";
import { expectGolden } from "./golden.ts";

const NEVER: Declared = {};
const FIRST: Declared = {
  "role.critic": { label: "Critic", permissions: ["access content"] },
  "role.editor": { label: "Editor", owner: { permissions: "site" } },
  "type.film": { label: "Film", fields: { field_year: { type: "integer", label: "Year" } } },
  "menu.main": { label: "Main", links: { films: { label: "Films", path: "/films" } } },
};
const SECOND: Declared = {
  "role.critic": { label: "Reviewer", permissions: ["access content"] },
  "role.editor": FIRST["role.editor"]!,
  "type.film": FIRST["type.film"]!,
  "vocabulary.genre": { label: "Genre", tags: ["Drama"] },
};

let database: TestDatabase;
let said: string;
let minute: number;
beforeEach(async () => {
  database = await openTestDatabase();
  said = "";
  minute = 0;
});
afterEach(() => database.close());

/** Runs a command as its verb does, and keeps what it prints, results and remarks together. */
async function run(command: string, declared: Declared, work: (context: ReconcileContext) => Promise<number>) {
  const print = (text: string) => {
    said += text;
  };
  const { db, url } = database;
  said += `$ trovato ${command}\n`;
  const code = await work({ db, url, desired: desiredOf(declared), out: print, note: print, ci: true });
  said += `Exit code ${code}\n\n`;
}

const clock = { now: () => Date.UTC(2026, 0, 1, 12, minute++) };
const apply = (declared: Declared) => applyPlan(database.db, desiredOf(declared), { appliedBy: "jo@host", clock });

/** Blanks what differs from machine to machine and from run to run. */
const steady = (text: string) =>
  text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) =>
      time.startsWith("2026-01-01T12:") ? time : "2026-01-02T03:04:05.678Z",
    )
    .replace(/^(\d+ {2}\S+Z {2})(?!jo@host|ann)\S+@\S+/gm, "$1me@here")
    .replace(/^(Generation \d+, .* by )(?!jo@host|ann)\S+@\S+,/gm, "$1me@here,")
    .replace(/"(state|packs)_hash": "[0-9a-f]{64}"/g, '"$1_hash": "0"');

test("status", async () => {
  const { db } = database;
  await run("status", NEVER, (context) => statusCommand(context));
  await apply(FIRST);
  await run("status", FIRST, (context) => statusCommand(context));
  await db.run(sql.unsafe`update role set label = 'By hand' where name = 'critic'`);
  await db.run(sql.unsafe`update item_type set label = 'Movie'`);
  await writeLive(db, { kind: "role", name: "helper", by: "ann", spec: { label: "Helper" } });
  await db.run(sql.unsafe`insert into index_build (name, definition, state, detail, changed_at)
    values ('item_film_year', '', 'failed', 'a value is no number', '2026-01-01T12:00:00Z')`);
  await run("status", SECOND, (context) => statusCommand(context));
  await run("status --json", SECOND, (context) => statusCommand(context, true));
  expectGolden("texts/status.txt", steady(said));
});

test("drift", async () => {
  const { db } = database;
  await apply(FIRST);
  await run("drift", FIRST, (context) => driftCommand(context));
  await db.run(sql.unsafe`update role set label = 'By hand' where name = 'critic'`);
  await db.run(sql.unsafe`delete from menu`);
  await run("drift", FIRST, (context) => driftCommand(context));
  await run("drift --json", FIRST, (context) => driftCommand(context, true));
  await run("plan --json", FIRST, (context) => planCommand(context, { json: true }));
  expectGolden("texts/drift.txt", steady(said));
});

test("history, and the plan of one apply", async () => {
  await run("history", NEVER, (context) => historyCommand(context, {}));
  await apply(FIRST);
  await apply(SECOND);
  await writeLive(database.db, { kind: "role", name: "helper", by: "ann", spec: { label: "Helper" } }, { clock });
  await run("history", SECOND, (context) => historyCommand(context, {}));
  await run("history --json", SECOND, (context) => historyCommand(context, { json: true }));
  await run("history 2", SECOND, (context) => historyOf(context, "2"));
  await run("history 3", SECOND, (context) => historyOf(context, "3"));
  await run("history 3 --json", SECOND, (context) => historyOf(context, "3", true));
  await run("rollback 1 --yes", SECOND, (context) => rollbackCommand(context, SILENT, "1", { yes: true }));
  await run("history 4", SECOND, (context) => historyOf(context, "4"));
  expectGolden("texts/history.txt", steady(said));
});

test("the message of who holds the lock, and exit code 4", async () => {
  await apply(FIRST);
  await database.db.transaction(async (holder) => {
    await takeApplyLock(holder, "ann@build-7", 0);
    await run("apply --yes", SECOND, (context) => applyCommand(context, { appliedBy: "me", yes: true }));
    await run("forget menu.main", SECOND, (context) => forgetCommand(context, SILENT, "menu.main"));
  });
  expectGolden("texts/locked.txt", steady(said));
});

test("rollback: done, and blocked where the site was changed since", async () => {
  await apply(FIRST);
  await apply(SECOND);
  await run("rollback 1 --yes", SECOND, (context) => rollbackCommand(context, SILENT, "1", { yes: true }));
  await run("history", SECOND, (context) => historyCommand(context, {}));
  await apply(SECOND);
  await database.db.run(sql.unsafe`update role set label = 'By hand' where name = 'critic'`);
  await run("rollback 3 --yes", SECOND, (context) => rollbackCommand(context, SILENT, "3", { yes: true }));
  await run("rollback 3 --yes --ours role.critic", SECOND, (context) =>
    rollbackCommand(context, SILENT, "3", { yes: true, ours: ["role.critic"] }),
  );
  expectGolden("texts/rollback.txt", steady(said));
});

test("forget", async () => {
  await apply(FIRST);
  await run("forget menu.main", SECOND, (context) => forgetCommand(context, SILENT, "menu.main"));
  await run("status", SECOND, (context) => statusCommand(context));
  expectGolden("texts/forget.txt", steady(said));
  await expect(
    forgetCommand(
      { ...({} as ReconcileContext), db: database.db, desired: desiredOf(SECOND), note: () => {} },
      SILENT,
      "role.critic",
    ),
  ).rejects.toThrow("role.critic is declared by pack films.");
});
