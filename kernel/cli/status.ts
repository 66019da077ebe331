import type { Source } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { countText } from "../kinds/count-text.ts";
import type { FieldRewrite } from "../kinds/type/field-rewrites.ts";
import { addressOf } from "../model/desired.ts";
import type { IndexStatus, ObjectStatus, Status } from "../reconcile/plan/status.ts";
import { OBJECT_STATES, readStatus } from "../reconcile/plan/status.ts";
import { columns } from "./columns.ts";
import type { ReconcileContext } from "./plan.ts";
import { jsonText } from "./plan.ts";

/**
 * `trovato status`: every object with its pack, its state and its file, and how far the indexes are. Returns the exit
 * code, always 0.
 */
export async function statusCommand({ db, desired, out }: ReconcileContext, json = false): Promise<number> {
  const status = await readStatus(db, desired);
  out(json ? jsonText(statusToJson(status)) : formatStatus(status));
  return 0;
}

function statusToJson({ generation, objects, indexes, rewrites, unknown }: Status): JsonObject {
  return {
    format_version: "1.2",
    generation,
    objects: objects.map(({ address, kind, name, pack, state, isBlocked, isDrifted, source }) => ({
      address,
      kind,
      name,
      pack,
      state,
      blocked: isBlocked,
      drifted: isDrifted,
      source: sourceToJson(source),
    })),
    indexes: indexes.map(({ name, state, detail, changedAt }) => ({
      name,
      state,
      detail,
      changed_at: new Date(changedAt).toISOString(),
    })),
    rewrites: rewrites.map(({ type, field, previous, done, total, startedAt }) => ({
      address: addressOfField(type, field),
      previous_address: addressOfField(type, previous),
      done,
      total,
      started_at: new Date(startedAt).toISOString(),
    })),
    unknown,
  };
}

function sourceToJson(source: Source | null): JsonObject | null {
  return source === null ? null : { file: source.file, line: source.line, column: source.column };
}

function formatStatus({ generation, objects, indexes, rewrites, unknown }: Status): string {
  const rows = objects.map((object) => [
    object.address,
    stateText(object),
    object.pack ?? "",
    object.source?.file ?? "",
  ]);
  const states = OBJECT_STATES.map((state) => ({
    state,
    count: objects.filter((each) => each.state === state).length,
  }));
  const counts = states.filter(({ count }) => count > 0).map(({ state, count }) => `${count} ${state}`);
  const blocks = [
    columns(rows),
    `Generation ${generation}: ${countText(objects.length, "object")}${counts.length > 0 ? `; ${counts.join(", ")}` : ""}.`,
    ...(unknown.length > 0 ? [`Of kinds that this release does not know, and left alone: ${unknown.join(", ")}.`] : []),
    ...(rewrites.length > 0 ? [columns(rewrites.map(rewriteRow))] : []),
    ...(indexes.length > 0 ? [columns(indexes.map(indexRow))] : []),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function stateText({ state, isBlocked, isDrifted }: ObjectStatus): string {
  const also = [
    ...(isBlocked && state !== "conflict" ? ["blocked"] : []),
    ...(isDrifted && state !== "drifted" ? ["drifted"] : []),
  ];
  return [state, ...also].join(", ");
}

function rewriteRow({ type, field, previous, done, total }: FieldRewrite): readonly string[] {
  const count = `${done.toLocaleString("en-US")}${total === null ? "" : ` of ${total.toLocaleString("en-US")}`} rows moved`;
  return [
    `rename ${addressOfField(type, field)}`,
    count,
    `${previous} is read too; \`npx trovato apply\` goes on with it`,
  ];
}

function addressOfField(type: string, field: string): string {
  return `${addressOf("type", type)}.fields.${field}`;
}

function indexRow({ name, state, detail }: IndexStatus): readonly string[] {
  return [`index ${name}`, state, detail];
}
