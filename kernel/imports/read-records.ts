import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { parse } from "csv-parse";
import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { isObject } from "../base/json.ts";
import { nestsDeeper } from "../base/json-depth.ts";
import type { ImportSpec } from "../kinds/import/import-spec.ts";
import { splitJsonArray } from "./json-array.ts";

export type SourceFormat = ImportSpec["source"]["format"];

/** A record of a file, or why it cannot be one. */
export type ReadRecord = { readonly record: JsonObject } | { readonly problem: string };

/** How a form of file falls into pieces, one for each record, and what a piece holds. */
type Format<Piece> = { split(file: string): AsyncIterable<Piece>; read(piece: Piece): ReadRecord };

const json: Format<string> = {
  split: (file) => splitJsonArray(createReadStream(file, "utf8"), basename(file)),
  read: readJson,
};

const ndjson: Format<string> = {
  async *split(file) {
    const lines = createInterface({ input: createReadStream(file, "utf8"), crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) if (line.trim() !== "" && line !== "\ufeff") yield line.replace(/^\ufeff/, "");
  },
  read: readJson,
};

type CsvPiece = { readonly columns: readonly string[]; readonly cells: readonly string[] };

const csv: Format<CsvPiece> = {
  async *split(file) {
    const rows = parse({ bom: true, relax_column_count: true, skip_empty_lines: true });
    const input = createReadStream(file);
    input.on("error", (error) => rows.destroy(error));
    let columns: readonly string[] | undefined;
    for await (const cells of input.pipe(rows) as AsyncIterable<readonly string[]>) {
      if (columns === undefined) columns = cells;
      else yield { columns, cells };
    }
  },
  read({ columns, cells }) {
    if (cells.length !== columns.length)
      return { problem: `has ${cells.length} cells under ${columns.length} headings` };
    return { record: Object.fromEntries(columns.map((column, index) => [column, cells[index]!])) };
  },
};

/** How deep a record may nest: what walks it goes as deep. */
const DEEPEST = 64;

function readJson(text: string): ReadRecord {
  try {
    if (nestsDeeper(text, DEEPEST)) return { problem: `nests deeper than ${DEEPEST} levels` };
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { record: value as JsonObject } : { problem: "is not an object" };
  } catch (error) {
    return { problem: `is not JSON (${error instanceof Error ? error.message : String(error)})` };
  }
}

const FORMATS = { json, ndjson, csv } as { readonly [name in SourceFormat]: Format<unknown> };

/** The records of a file, in order, read as they are asked for. @throws Fault `import.bad_source` */
export async function* readRecords(file: string, format: SourceFormat): AsyncGenerator<ReadRecord> {
  const { split, read } = FORMATS[format];
  for await (const piece of withFaults(file, split(file))) yield read(piece);
}

/**
 * How many records a file holds; a file that is broken as a whole shows itself here, before anything is saved. @throws
 * Fault `import.bad_source`
 */
export async function countRecords(file: string, format: SourceFormat): Promise<number> {
  let count = 0;
  for await (const _ of withFaults(file, FORMATS[format].split(file))) count++;
  return count;
}

async function* withFaults<Piece>(file: string, pieces: AsyncIterable<Piece>): AsyncGenerator<Piece> {
  try {
    yield* pieces;
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("import.bad_source", `${basename(file)} cannot be read: ${reason}`, { cause });
  }
}
