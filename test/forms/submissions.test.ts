import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { sql } from "slonik";
import { submissionsCommand } from "../../kernel/cli/submissions.ts";
import type { TestDatabase } from "../support/database.ts";
import { openTestDatabase } from "../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test("what was sent with a form is printed in order, however much it is", async () => {
  const { db } = database;
  let printed = "";
  const out = (text: string) => {
    printed += text;
  };
  const print = (form: string) => submissionsCommand({ db, out } as Parameters<typeof submissionsCommand>[0], form);
  await expect(print("contact")).rejects.toMatchObject({ code: "form.missing", hint: "There are no forms yet." });
  await db.run(sql.unsafe`insert into form (name, spec) values ('contact', '{}')`);
  expect([await print("contact"), printed]).toEqual([0, ""]);
  await expect(print("contcat")).rejects.toThrow("There is no form contcat. Did you mean contact?");

  await db.run(sql.unsafe`
    insert into form_submission (id, form, submitted_at, data)
    select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'gone', '2026-01-02T03:04:05Z', jsonb_build_object('n', n)
    from generate_series(1, 1001) as n`);
  await print("gone");
  const lines = printed.trimEnd().split("\n");
  expect(lines).toHaveLength(1001);
  expect(lines.map((line) => JSON.parse(line).data.n)).toEqual(lines.map((_, index) => index + 1));
  expect(JSON.parse(lines[0]!)).toEqual({
    id: "01890000-0000-7000-8000-000000000001",
    submitted_at: "2026-01-02T03:04:05.000Z",
    user: null,
    data: { n: 1 },
  });
});
