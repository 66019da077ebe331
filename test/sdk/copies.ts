import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll } from "@jest/globals";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** A copy of a plugin's folder, under the same name, without the files that are named. It is gone after the tests. */
export async function copyOf(directory: string, without: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trovato-sdk-"));
  folders.push(folder);
  const copy = join(folder, basename(directory));
  await cp(directory, copy, { recursive: true, filter: (source) => !without.includes(basename(source)) });
  return copy;
}
