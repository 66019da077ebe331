import { Fault } from "../base/fault.ts";
import type { Import } from "../kinds/import/import-spec.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Run } from "./batch.ts";
import { importBatch, startRun } from "./batch.ts";
import { countRecords, readRecords } from "./read-records.ts";
import type { Rejection } from "./rejection.ts";
import { refreshStatistics } from "./store.ts";

export type ImportOptions = {
  /** The absolute path of the file, as `resolveImportSource` finds it. */
  readonly file: string;
  /** Told at the beginning and after each batch. */
  onProgress?(done: number, total: number): void;
  /** Gives back what a batch borrowed: the plugin instances. */
  release?(state: RequestState): void;
  /** Stops the import after the batch that is being saved. */
  readonly signal?: AbortSignal;
};

/** Report of an import. Every record is in one of the four numbers; `rejections` lists the first thousand. */
export type ImportReport = {
  readonly import: string;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** Calls of plugins that failed while records were saved: what they wanted to add is missing. */
  readonly pluginFailures: number;
  readonly rejections: readonly Rejection[];
};

const DEFAULT_BATCH = 200;

/**
 * Imports the records of a file as items, in batches of one transaction each: a batch is there whole or not at all, so
 * an import that was stopped or killed is simply run again. A record that was imported before updates its item when it
 * changed, and is left alone when it did not. Bad records stay out and are listed.
 * @throws Fault `import.bad_source` before anything is saved; `import.failed` when it stopped later, or a record is bad
 * and the import says `on_invalid: stop`
 */
export async function runImport(state: RequestState, spec: Import, options: ImportOptions): Promise<ImportReport> {
  const { file, onProgress, release, signal } = options;
  const run = await startRun(state, spec);
  const total = await countRecords(file, spec.source.format);
  onProgress?.(0, total);
  try {
    for await (const batch of batchesOf(readRecords(file, spec.source.format), spec.batch ?? DEFAULT_BATCH)) {
      if (signal?.aborted) throw new Fault("import.failed", "it was told to stop");
      // What plugins hold and remember of a batch ends with it: to them it is a request.
      const ofBatch: RequestState = { ...state, items: [], stores: new Map(), context: new Map() };
      const before = state.profile.tapFailures;
      try {
        await importBatch(ofBatch, run, batch);
      } finally {
        release?.(ofBatch);
        run.tally.pluginFailures += state.profile.tapFailures - before;
      }
      onProgress?.(run.done, total);
    }
    if (run.tally.created + run.tally.updated > 0) await refreshStatistics(state.db);
  } catch (cause) {
    throw stopped(run, cause);
  }
  return { import: spec.name, ...run.tally, rejections: run.rejections };
}

async function* batchesOf<Entry>(entries: AsyncIterable<Entry>, size: number): AsyncGenerator<readonly Entry[]> {
  let batch: Entry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function stopped(run: Run, cause: unknown): Fault {
  const { created, updated } = run.tally;
  const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, "");
  return new Fault(
    "import.failed",
    `Import ${run.spec.name} stopped: ${reason}. It had created ${created} and updated ${updated} items.`,
    { hint: "What it saved stays. Run it again, and it goes on from there.", cause },
  );
}
