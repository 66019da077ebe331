import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { createSlowSteps } from "../../kernel/cli/slow-steps.ts";
import { applyPlan } from "../../kernel/reconcile/apply/apply.ts";
import { openTestDatabase } from "../support/database.ts";
import { desiredOf } from "../support/desired.ts";

test("a step that takes its time is named, with how long it has taken, and nothing is said of others", async () => {
  const notes: string[] = [];
  const steps = createSlowSteps((text) => notes.push(text), 20);
  await sleep(50);
  expect(notes).toEqual([]);
  steps.onStep("type.film.fields.field_a");
  for (let tries = 0; notes.length === 0 && tries < 100; tries++) await sleep(20);
  steps.stop();
  expect(notes[0]).toContain("Still at type.film.fields.field_a, for 0 s now");
});

test("an apply says what it is about to write: renames first, then objects", async () => {
  const { db, close } = await openTestDatabase();
  const film = (fields: { [name: string]: object }, label = "Film") =>
    desiredOf({ "type.film": { label, fields: fields as never } });
  const steps: string[] = [];
  const options = { appliedBy: "test", onStep: (address: string) => steps.push(address) };
  const text = { type: "text", label: "A" };
  await applyPlan(db, film({ field_a: text }), options);
  await applyPlan(db, film({ field_b: { ...text, renamed_from: "field_a" } }, "Movie"), options);
  await close();
  expect(steps).toEqual(["type.film", "type.film.fields.field_a", "type.film"]);
});
