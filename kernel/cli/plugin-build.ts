import { access, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { compilePlugin } from "../../sdk/build.ts";
import { Fault, Faults } from "../base/fault.ts";

/**
 * Compiles the plugin in `directory` and writes its module beside its manifest.
 * @returns the path of the module and its size in bytes
 * @throws Faults `plugin.build_failed`, each at its place in the source
 */
export async function buildPlugin(directory: string): Promise<{ readonly file: string; readonly size: number }> {
  const name = basename(directory);
  const hasSource = await access(join(directory, "index.ts")).then(
    () => true,
    () => false,
  );
  if (!hasSource) {
    const message = `Plugin '${name}' has no source: ${join(directory, "index.ts")} is not there.`;
    throw new Faults([new Fault("plugin.build_failed", message)]);
  }
  const { wasm, errors } = await compilePlugin(directory);
  if (wasm === null) throw new Faults(errors.map(({ text, place }) => buildFault(directory, text, place)));
  const file = join(directory, `${name}.wasm`);
  await writeFile(file, wasm);
  return { file, size: wasm.length };
}

type Place = { readonly file: string; readonly line: number; readonly column: number; readonly length: number };

function buildFault(directory: string, message: string, place: Place | null): Fault {
  const source = place === null ? undefined : { ...place, file: join(directory, place.file) };
  return new Fault("plugin.build_failed", message, { source });
}
