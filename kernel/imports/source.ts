import { realpath, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { Fault } from "../base/fault.ts";
import type { ImportSpec } from "../kinds/import/import-spec.ts";

/** Where files of imports lie. */
export type SourceRoots = {
  /** The folder of the pack that declares the import. */
  readonly packDirectory: string;
  /**
   * The folder of the site; npm packages are looked for in its `node_modules` and those above it, then in Trovato's
   * own.
   */
  readonly siteRoot: string;
};

const PACKAGE_NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/**
 * The absolute path of the file that an import reads. It lies in the pack, or in the npm package that the source names,
 * also after links are followed.
 * @throws Fault `import.bad_source`
 */
export async function resolveImportSource(source: ImportSpec["source"], roots: SourceRoots): Promise<string> {
  const directory =
    source.package === undefined ? roots.packDirectory : await findPackage(source.package, roots.siteRoot);
  const owner = source.package === undefined ? "the pack" : `the package ${source.package}`;
  const file = await realpath(join(directory, source.path)).catch((cause: unknown) => {
    throw new Fault("import.bad_source", `There is no ${source.path} in ${owner}.`, { cause });
  });
  if (!file.startsWith((await realpath(directory)) + sep)) {
    throw new Fault("import.bad_source", `${source.path} is not inside ${owner}.`);
  }
  if (!(await stat(file)).isFile()) throw new Fault("import.bad_source", `${source.path} in ${owner} is not a file.`);
  return file;
}

async function findPackage(name: string, siteRoot: string): Promise<string> {
  if (!PACKAGE_NAME.test(name)) throw new Fault("import.bad_source", `${name} is not the name of an npm package.`);
  for (const start of [siteRoot, import.meta.dirname]) {
    for (const folder of foldersUp(start)) {
      const directory = join(folder, "node_modules", name);
      if (await stat(directory).catch(() => null)) return directory;
    }
  }
  throw new Fault("import.bad_source", `The npm package ${name} is not installed.`, { hint: `npm install ${name}` });
}

function* foldersUp(start: string): Generator<string> {
  for (let folder = start; ; folder = dirname(folder)) {
    yield folder;
    if (folder === dirname(folder)) return;
  }
}
