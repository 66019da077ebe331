import type { Source } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { counted } from "../kinds/counted.ts";
import type { IndexStatus, ObjectStatus, Status } from "../reconcile/status.ts";
import { OBJECT_STATES, readStatus } from "../reconcile/status.ts";
import { columns } from "./columns.ts";
import type { ReconcileContext } from "./plan.ts";
import { jsonText } from "./plan.ts";

/** `trovato status`: every object with its pack, its state and its file, and how far the indexes are. Returns the exit code, always 0. */
export async function statusCommand({ db, desired, out }: ReconcileContext, json = false): Promise<number> {
  const status = await readStatus(db, desired);
  out(json ? jsonText(statusToJson(status)) : formatStatus(status));
  return 0;
}

function statusToJson({ generation, objects, indexes }: Status): JsonObject {
  return {
    format_version: "1.0",
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
  };
}

function sourceToJson(source: Source | null): JsonObject | null {
  return source === null ? null : { file: source.file, line: source.line, column: source.column };
}

function formatStatus({ generation, objects, indexes }: Status): string {
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
    `Generation ${generation}: ${counted(objects.length, "object")}${counts.length > 0 ? `; ${counts.join(", ")}` : ""}.`,
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

function indexRow({ name, state, detail }: IndexStatus): readonly string[] {
  return [`index ${name}`, state, detail];
}
