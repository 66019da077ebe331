import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import asc from "assemblyscript/asc";
import "./author-calls.js";
import { importProblems } from "./foreign-imports.ts";
import type { Export } from "./marked-functions.ts";
import type { Placed, Range } from "./transform.js";
import AuthorTransform from "./transform.js";

/** A place in the plugin's source. Lines and columns count from 1; `length` is in characters. */
export type Place = { readonly file: string; readonly line: number; readonly column: number; readonly length: number };
/** Message of the compiler about a place, or about none in particular. */
export type BuildMessage = { readonly text: string; readonly place: Place | null };
/** The module with what it exports, or null when the source does not compile; the errors say why. */
export type BuildResult = {
  readonly wasm: Uint8Array<ArrayBuffer> | null;
  readonly exports: readonly (Export & { readonly place: Place | null })[];
  readonly errors: readonly BuildMessage[];
};

const ASSEMBLY = join(import.meta.dirname, "assembly");
const ENTRY = "index.ts";
const OUTPUT = "plugin.wasm";
const OPTIONS = [
  ENTRY,
  ...["--outFile", OUTPUT],
  // A plugin's memory is reset after each request, so nothing in it is ever freed.
  ...["--runtime", "stub"],
  ...["--optimizeLevel", "3", "--shrinkLevel", "0"],
  ...["--use", "abort=~lib/trovato/abort/abort", "--use", "console=~lib/trovato/console/console"],
];
/** `node_modules/trovato/x.ts`: how the compiler looks for what is imported from `trovato/x`. */
const SDK_FILE = /(?:^|[\\/])node_modules[\\/]trovato[\\/](.+)\.ts$/;
const ERROR = 3;
/**
 * Texts that the compiler puts in front of a transform's message, around one of the SDK, and in front of its own types.
 */
const CEREMONY = [
  [/^User-defined: /, ""],
  [/^"(.*)"$/, "$1"],
  [/~lib\/(?:[\w-]+\/)*(\w+)/g, "$1"],
] as const;

/**
 * Compiles the plugin whose source starts at `index.ts` in `directory`. The same source gives the same bytes, wherever
 * it lies: nothing in the module names a folder outside it.
 */
export async function compilePlugin(directory: string): Promise<BuildResult> {
  const errors: BuildMessage[] = [];
  const sources = new Map<string, string>();
  const transform = new AuthorTransform();
  let wasm: Uint8Array<ArrayBuffer> | null = null;
  const { error } = await asc.main(OPTIONS, {
    readFile: async (name, base) => {
      const text = await readSource(resolve(directory, base), name);
      if (text !== null) sources.set(name, text);
      return text;
    },
    writeFile: (name, contents) => {
      if (name === OUTPUT) wasm = contents as Uint8Array<ArrayBuffer>;
    },
    listFiles: () => [],
    transforms: [transform],
    reportDiagnostic: ({ category, message, range }) => {
      if (category === ERROR) errors.push({ text: inPlainWords(message), place: placeOf(range, sources) });
    },
  });
  // The compiler's types of a transform say nothing.
  const found: readonly Placed[] = transform.exports;
  const exports = found.map(({ range, ...one }) => ({ ...one, place: placeOf(range, sources) }));
  if (error !== null && errors.length === 0) errors.push({ text: error.message, place: null });
  if (error === null && wasm !== null) errors.push(...importProblems(wasm, sources));
  return { wasm: errors.length > 0 ? null : wasm, exports, errors };
}

function inPlainWords(message: string): string {
  return CEREMONY.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), message);
}

async function readSource(base: string, name: string): Promise<string | null> {
  const sdk = SDK_FILE.exec(name)?.[1];
  const file = sdk === undefined ? resolve(base, name) : join(ASSEMBLY, sdk === "sdk" ? "index.ts" : `${sdk}.ts`);
  return readFile(file, "utf8").catch(() => null);
}

/** The compiler gives places as offsets into the source. */
function placeOf(range: Range | null, sources: ReadonlyMap<string, string>): Place | null {
  const file = range?.source?.normalizedPath;
  const text = file === undefined ? undefined : sources.get(file);
  if (range === null || file === undefined || text === undefined) return null;
  const before = text.slice(0, range.start);
  const line = before.split("\n").length;
  const column = range.start - before.lastIndexOf("\n");
  return { file, line, column, length: Math.max(1, range.end - range.start) };
}
