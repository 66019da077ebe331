import { sql } from "slonik";
import type { Db } from "../model/db.ts";
import type { Item } from "../model/item.ts";
import { LIVE } from "./stage.ts";
import type { Version } from "./version.ts";

/**
 * Stores the next versions of items, each with its revision, in one statement whatever their number; in another stage
 * than the live one a second statement says which revision the stage shows. Items that the stage only revises stay as
 * they are.
 */
export async function storeVersions(db: Db, stage: string, versions: readonly Version[]): Promise<readonly Item[]> {
  const { now } = await db.one<{ now: number }>(insertVersions(stage, versions));
  if (stage !== LIVE) await associate(db, stage, versions);
  return versions.map(({ logMessage: _, revisedBy: _by, submission: _form, writtenAt, ...version }) => ({
    ...version,
    created: writtenAt ?? version.created ?? now,
    changed: now,
  }));
}

function insertVersions(stage: string, versions: readonly Version[]) {
  const rows = versions.map((version) => ({
    ...version,
    isNew: version.created === null,
    status: version.published ? 1 : 0,
    created: undefined,
    writtenAt: version.writtenAt === null ? null : new Date(version.writtenAt).toISOString(),
  }));
  return sql.unsafe`
    with version as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as version (
        id uuid, "revisionId" uuid, type text, title text, "authorId" uuid, status smallint, promote boolean, sticky boolean,
        alias text, langcode text, "stageId" text, fields jsonb, "logMessage" text, "isNew" boolean,
        "writtenAt" timestamptz, "revisedBy" uuid, submission uuid
      )
    ), inserted as (
      insert into item (id, current_revision_id, type, title, author_id, status, promote, sticky, alias, langcode, stage_id, fields, created)
      select id, "revisionId", type, title, "authorId", status, promote, sticky, alias, langcode, "stageId", fields,
        coalesce("writtenAt", now())
      from version where "isNew"
    ), updated as (
      update item set current_revision_id = version."revisionId", title = version.title, author_id = version."authorId",
        status = version.status, promote = version.promote, sticky = version.sticky, alias = version.alias,
        langcode = version.langcode, fields = version.fields, changed = now(),
        created = coalesce(version."writtenAt", item.created)
      from version where item.id = version.id and not version."isNew" and version."stageId" = ${stage}
    ), revised as (
      insert into item_revision (id, item_id, title, fields, status, promote, sticky, author_id, alias, langcode, log_message,
        revised_by, submission)
      select "revisionId", id, title, fields, status, promote, sticky, "authorId", alias, langcode, "logMessage",
        "revisedBy", submission from version
    )
    select now() as now
  `;
}

/** The live revision that an edit began from stays on record, however often the stage edits. */
async function associate(db: Db, stage: string, versions: readonly Version[]): Promise<void> {
  const ids = versions.map((version) => version.id);
  const revisions = versions.map((version) => version.revisionId);
  await db.run(sql.unsafe`
    insert into stage_association (stage_id, item_id, revision_id, base_revision_id)
    select ${stage}, item.id, version.revision_id, case when item.stage_id = 'live' then item.current_revision_id end
    from unnest(${sql.array(ids, "uuid")}, ${sql.array(revisions, "uuid")}) as version (id, revision_id)
    join item on item.id = version.id
    on conflict (stage_id, item_id) do update set revision_id = excluded.revision_id
  `);
}
