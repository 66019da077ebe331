import { sql } from "slonik";
import { uuidv7 } from "../base/ids.ts";
import type { JsonObject } from "../base/json.ts";
import type { Db } from "../model/db.ts";

/** One thing that was done: who did it, what, to what. */
export type AuditEntry = {
  /** A name; `user@machine` for commands. */
  readonly actor: string;
  /** A dotted word: `account.signed_in`. */
  readonly action: string;
  /** Object of the action: `user.ID`, `role.editor`, `generation 7`. */
  readonly subject: string;
  readonly detail?: JsonObject;
  /** Milliseconds since 1970. Default: now. */
  readonly at?: number;
};
export type AuditRow = Required<AuditEntry> & { readonly id: string };

export type AuditFilter = {
  /** An action, or what stands before its first dot. */
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
};

const MOST_COUNTED = 10_000;
/** How much one sweep takes away, so that it never holds the table for long. */
const SWEEP_AT_MOST = 10_000;
const FAILURES_KEPT_DAYS = 90;
const OTHERS_KEPT_DAYS = 730;

/** Writes one row of the audit, with what `db` does. */
export async function recordAudit(db: Db, { actor, action, subject, detail = {}, at }: AuditEntry): Promise<void> {
  const happened = at ?? Date.now();
  await db.run(sql.unsafe`
    insert into audit (id, happened_at, actor, action, subject, detail)
    values (${uuidv7(happened)}, ${sql.timestamp(new Date(happened))}, ${actor}, ${action}, ${subject}, ${sql.jsonb(detail)})`);
}

/** A page of the audit, latest first. `total` counts up to 10,000. */
export async function listAudit(
  db: Db,
  { action, actor, subject, page, perPage }: AuditFilter,
): Promise<{ readonly rows: readonly AuditRow[]; readonly total: number }> {
  const conditions = [
    action === undefined ? null : sql.fragment`(action = ${action} or starts_with(action, ${`${action}.`}))`,
    actor === undefined ? null : sql.fragment`actor = ${actor}`,
    subject === undefined ? null : sql.fragment`subject = ${subject}`,
  ].filter((condition) => condition !== null);
  const where = conditions.length === 0 ? sql.fragment`true` : sql.join(conditions, sql.fragment` and `);
  const [rows, { total }] = await Promise.all([
    db.many<AuditRow>(sql.unsafe`
      select id, happened_at as at, actor, action, subject, detail from audit where ${where}
      order by happened_at desc, id desc limit ${perPage} offset ${(Math.max(1, page) - 1) * perPage}`),
    db.one<{ total: number }>(sql.unsafe`
      select count(*) as total from (select from audit where ${where} limit ${MOST_COUNTED}) as counted`),
  ]);
  return { rows, total };
}

/**
 * The actions that were ever recorded, for a choice of them. One step of the index for each, however many rows there
 * are.
 */
export async function auditActions(db: Db): Promise<readonly string[]> {
  const rows = await db.many<{ action: string }>(sql.unsafe`
    with recursive known (action) as (
      select min(action) from audit
      union all
      select (select min(action) from audit where audit.action > known.action) from known where known.action is not null
    )
    select action from known where action is not null order by action`);
  return rows.map(({ action }) => action);
}

/**
 * Takes away what was recorded about accounts long ago: failures after 90 days, the rest after two years. What applies
 * and imports recorded stays, because the site asks for it.
 */
export async function sweepAudit(db: Db): Promise<number> {
  return db.run(sql.unsafe`
    delete from audit where id in (
      select id from audit
      where starts_with(action, 'account.') and happened_at < now() - interval '1 day' *
        case when action in ('account.sign_in_failed', 'account.locked', 'account.reset_requested')
          then ${FAILURES_KEPT_DAYS}::int else ${OTHERS_KEPT_DAYS}::int end
      order by happened_at limit ${SWEEP_AT_MOST} for update skip locked
    )`);
}
