import { Fault, Faults } from "../base/fault.ts";
import type { FieldProblem } from "../content/check.ts";
import { englishText } from "../content/check.ts";
import { itemTags, writeItems } from "../content/save.ts";
import { vocabularyOf } from "../fields/field-types.ts";
import type { Import } from "../kinds/import/import-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { Item } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import { createMissingAuthors, readAuthors, unknownAuthor, withAuthor } from "./authors.ts";
import type { MappedRecord } from "./map-record.ts";
import { createMapper } from "./map-record.ts";
import type { ReadRecord } from "./read-records.ts";
import { createRecordKeys } from "./record-keys.ts";
import type { Rejection } from "./rejection.ts";
import { formatRejection } from "./rejection.ts";
import { findImported, lockImport, storeImported } from "./store.ts";
import type { KnownTags } from "./tags.ts";
import { createMissingTags, readKnownTags, unknownLabels, withTags } from "./tags.ts";

const MOST_REJECTIONS = 1_000;

/** An import while it runs. */
export type Run = {
  readonly spec: Import;
  readonly map: ReturnType<typeof createMapper>;
  readonly keyOf: ReturnType<typeof createRecordKeys>;
  readonly tally: {
    created: number;
    updated: number;
    unchanged: number;
    rejected: number;
    /** Calls of plugins that failed while records were saved: what they wanted to add is missing. */
    pluginFailures: number;
  };
  readonly rejections: Rejection[];
  tags: KnownTags;
  done: number;
};

/** @throws Fault `type.unknown_type`, `import.unknown_field` */
export async function startRun(state: RequestState, spec: Import): Promise<Run> {
  const map = createMapper(state.site, spec);
  const fields = state.site.types.get(spec.target.type)!.fields.values();
  const vocabularies = [...fields].flatMap((field) => vocabularyOf(field) ?? []);
  return {
    spec,
    map,
    keyOf: createRecordKeys(spec.key),
    tally: { created: 0, updated: 0, unchanged: 0, rejected: 0, pluginFailures: 0 },
    rejections: [],
    tags: await readKnownTags(state, vocabularies),
    done: 0,
  };
}

/** A record with its key and its place in the file. */
type KeyedRecord = MappedRecord & { readonly key: string; readonly place: number };

/** The records of a batch that can become items; the others are counted as rejected. */
async function prepareBatch(
  state: RequestState,
  run: Run,
  batch: readonly ReadRecord[],
): Promise<readonly KeyedRecord[]> {
  const prepared: KeyedRecord[] = [];
  const all = batch.map((read) => ("problem" in read ? null : run.map(read.record)));
  const authors = await readAuthors(
    state,
    all.filter((mapped): mapped is MappedRecord => mapped !== null && "draft" in mapped),
  );
  for (const [index, read] of batch.entries()) {
    run.done++;
    if ("problem" in read) {
      reject(run, { record: run.done, title: null, reasons: [`It ${read.problem}`] });
      continue;
    }
    const key = run.keyOf(read.record);
    const mapped = all[index]!;
    if ("problems" in mapped) {
      reject(run, { record: run.done, title: mapped.title, reasons: mapped.problems });
      continue;
    }
    const reasons = [...unknownLabels(run.tags, mapped), ...unknownAuthor(authors, mapped)];
    if (reasons.length > 0) reject(run, { record: run.done, title: mapped.draft.title, reasons });
    else prepared.push({ ...mapped, key, place: run.done });
  }
  return prepared;
}

function reject(run: Run, rejection: Rejection): void {
  if (run.spec.on_invalid === "stop") throw new Fault("import.failed", formatRejection(rejection));
  run.tally.rejected++;
  if (run.rejections.length < MOST_REJECTIONS) run.rejections.push(rejection);
}

/**
 * Saves the next records of the file, in one transaction, and counts what became of them. Where one is refused only now
 * (a plugin objects, what it refers to is not there), each is saved by itself, so that the others are not.
 */
export async function importBatch(state: RequestState, run: Run, batch: readonly ReadRecord[]): Promise<void> {
  const records = await prepareBatch(state, run, batch);
  if (records.length === 0) return;
  try {
    await saveRecords(state, run, records);
  } catch (error) {
    if (refusalsIn(error) === null) throw error;
    for (const record of records) await saveOrReject(state, run, record);
  }
}

async function saveOrReject(state: RequestState, run: Run, record: KeyedRecord): Promise<void> {
  try {
    await saveRecords(state, run, [record]);
  } catch (error) {
    const reasons = refusalsIn(error);
    if (reasons === null) throw error;
    reject(run, { record: record.place, title: record.draft.title, reasons });
  }
}

/** Gives the reasons for which items were refused; null when something else went wrong. */
function refusalsIn(error: unknown): readonly string[] | null {
  const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : [];
  if (faults.length === 0 || faults.some(({ code }) => code !== "item.invalid")) return null;
  return faults.flatMap(({ cause }) => (cause as readonly FieldProblem[]).map(englishText));
}

async function saveRecords(state: RequestState, run: Run, records: readonly KeyedRecord[]): Promise<void> {
  const { items, tags, created } = await inTransaction(state, (inside) => writeBatch(inside, run, records));
  const grown = [...tags]
    .filter(([name, ids]) => run.tags.get(name) !== ids)
    .map(([name]) => cacheTags.vocabulary(name));
  run.tags = tags;
  run.tally.created += created;
  run.tally.updated += items.length - created;
  run.tally.unchanged += records.length - items.length;
  if (items.length > 0) await state.cache.invalidate([...itemTags(items), ...grown]);
}

type Written = { readonly items: readonly Item[]; readonly tags: KnownTags; readonly created: number };

async function writeBatch(state: RequestState, run: Run, records: readonly KeyedRecord[]): Promise<Written> {
  const { name } = run.spec;
  await lockImport(state.db, name);
  const imported = await findImported(
    state.db,
    name,
    records.map((record) => record.key),
  );
  const changed = records.filter((record) => imported.get(record.key)?.hash !== record.hash);
  if (changed.length === 0) return { items: [], tags: run.tags, created: 0 };
  const tags = await createMissingTags(state, run.tags, changed);
  const authors = await createMissingAuthors(state, changed);
  const drafts = changed.map((record) => ({
    ...withAuthor(authors, withTags(tags, record), record),
    id: imported.get(record.key)?.itemId,
  }));
  const items = await writeItems(state, drafts);
  await storeImported(
    state.db,
    name,
    items.map((item, index) => ({ key: changed[index]!.key, itemId: item.id, hash: changed[index]!.hash })),
  );
  return { items, tags, created: drafts.filter((draft) => draft.id === undefined).length };
}
