import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { didYouMean } from "../base/near-miss.ts";
import type { Db } from "../model/db.ts";

/** Submission of a form. `user` is the id of the account that was signed in. */
export type StoredSubmission = {
  readonly id: string;
  readonly submitted_at: string;
  readonly user: string | null;
  readonly data: JsonObject;
};

const AT_ONCE = 500;

/**
 * All that was sent with a form, the oldest first, some at a time; also with one that is gone.
 * @throws Fault `form.missing` where there is no such form, and nothing was ever sent with one
 */
export async function* readSubmissions(db: Db, form: string): AsyncGenerator<readonly StoredSubmission[]> {
  await requireForm(db, form);
  let after: string | null = null;
  for (;;) {
    const submissions: readonly StoredSubmission[] = await db.many<StoredSubmission>(sql.unsafe`
      select id, to_char(submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as submitted_at,
        user_id as user, data
      from form_submission where form = ${form} and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${AT_ONCE}`);
    if (submissions.length > 0) yield submissions;
    if (submissions.length < AT_ONCE) return;
    after = submissions.at(-1)!.id;
  }
}

async function requireForm(db: Db, form: string): Promise<void> {
  const rows = await db.many<{ readonly name: string }>(
    sql.unsafe`select name from form union select distinct form from form_submission order by 1`,
  );
  const names = rows.map(({ name }) => name);
  if (names.includes(form)) return;
  const hint = names.length === 0 ? "There are no forms yet." : `There are ${names.join(", ")}.`;
  throw new Fault("form.missing", `There is no form ${form}.${didYouMean(form, names)}`, { hint });
}
