import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import asc from "assemblyscript/asc";
import TapTransform from "./transform.js";

/** What the compiler says about a place in the plugin's source. Lines and columns count from 1; `length` is in characters. */
export type BuildMessage = {
  readonly text: string;
  readonly place: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly length: number;
  } | null;
};
/** The module, or null when the source does not compile; the errors say why. */
export type BuildResult = { readonly wasm: Uint8Array | null; readonly errors: readonly BuildMessage[] };

type Diagnostic = Parameters<NonNullable<NonNullable<Parameters<typeof asc.main>[1]>["reportDiagnostic"]>>[0];

const ASSEMBLY = join(import.meta.dirname, "assembly");
const ENTRY = "index.ts";
const OUTPUT = "plugin.wasm";
const OPTIONS = [
  ENTRY,
  ...["--outFile", OUTPUT],
  // A plugin's memory is reset after each request, so nothing in it is ever freed.
  ...["--runtime", "stub"],
  ...["--optimizeLevel", "3", "--shrinkLevel", "0"],
  ...["--use", "abort=~lib/trovato/abort/abort"],
];
/** `node_modules/trovato/x.ts`: how the compiler looks for what is imported from `trovato/x`. */
const SDK_FILE = /(?:^|[\\/])node_modules[\\/]trovato[\\/](.+)\.ts$/;
const ERROR = 3;
/** What the compiler puts in front of a transform's message. */
const FROM_TRANSFORM = /^User-defined: /;

/**
 * Compiles the plugin whose source starts at `index.ts` in `directory`. The same source gives the same bytes, wherever it lies:
 * nothing in the module names a folder outside it.
 */
export async function compilePlugin(directory: string): Promise<BuildResult> {
  const errors: BuildMessage[] = [];
  const sources = new Map<string, string>();
  let wasm: Uint8Array | null = null;
  const { error } = await asc.main(OPTIONS, {
    readFile: async (name, base) => {
      const text = await readSource(resolve(directory, base), name);
      if (text !== null) sources.set(name, text);
      return text;
    },
    writeFile: (name, contents) => {
      if (name === OUTPUT) wasm = contents as Uint8Array;
    },
    listFiles: () => [],
    transforms: [new TapTransform()],
    reportDiagnostic: (diagnostic) => {
      if (diagnostic.category === ERROR) errors.push(messageOf(diagnostic, sources));
    },
  });
  if (error === null) return { wasm, errors };
  return { wasm: null, errors: errors.length > 0 ? errors : [{ text: error.message, place: null }] };
}

async function readSource(base: string, name: string): Promise<string | null> {
  const sdk = SDK_FILE.exec(name)?.[1];
  const file = sdk === undefined ? resolve(base, name) : join(ASSEMBLY, sdk === "sdk" ? "index.ts" : `${sdk}.ts`);
  return readFile(file, "utf8").catch(() => null);
}

/** The compiler gives places as offsets into the source. */
function messageOf({ message, range }: Diagnostic, sources: ReadonlyMap<string, string>): BuildMessage {
  const words = message.replace(FROM_TRANSFORM, "");
  const file = range?.source?.normalizedPath;
  const text = file === undefined ? undefined : sources.get(file);
  if (range === null || file === undefined || text === undefined) return { text: words, place: null };
  const before = text.slice(0, range.start);
  const line = before.split("\n").length;
  const column = range.start - before.lastIndexOf("\n");
  return { text: words, place: { file, line, column, length: Math.max(1, range.end - range.start) } };
}
