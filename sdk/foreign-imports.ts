import type { BuildMessage, Place } from "./build.ts";

/**
 * Imports that an author may take for granted, with what there is instead. Names are those under which the compiler
 * imports it.
 */
const INSTEAD: { readonly [name: string]: string } = {
  "console.": "write to the site's log with log.info, log.warning or log.error",
  "performance.now": "Date.now() gives the time",
  "crypto.": "Math.random() is seeded by the kernel",
  "process.": "settings are read with variables.get",
  trace: "write to the site's log with log.debug",
};

const ALLOWED = /^(trovato:kernel\/[a-z-]+@\d|wasi_snapshot_preview1$)/;

/** Finds imports of the module that no kernel offers, each where the source speaks of it. */
export function importProblems(wasm: Uint8Array<ArrayBuffer>, sources: ReadonlyMap<string, string>): BuildMessage[] {
  return WebAssembly.Module.imports(new WebAssembly.Module(wasm))
    .filter(({ module }) => !ALLOWED.test(module))
    .map(({ module, name }) => {
      const short = name.slice(name.indexOf("/") + 1);
      const key = Object.keys(INSTEAD).find((start) => short.startsWith(start));
      const advice = key === undefined ? "a plugin reaches what it imports from trovato/sdk" : INSTEAD[key];
      const shown = module === "env" ? `'${short}'` : `'${short}' of '${module}'`;
      return { text: `A plugin has no ${shown}: ${advice}.`, place: mentionOf(short, sources) };
    });
}

function mentionOf(name: string, sources: ReadonlyMap<string, string>): Place | null {
  const word = new RegExp(`(?<![\\w.])${name.replaceAll(".", "\\.")}\\b`);
  for (const [file, text] of sources) {
    if (file.includes("node_modules")) continue;
    const lines = text.split("\n");
    const line = lines.findIndex((one) => word.test(one));
    if (line >= 0) return { file, line: line + 1, column: lines[line]!.search(word) + 1, length: name.length };
  }
  return null;
}
