import { openDatabase } from "../boot/database.ts";
import { siteFolder } from "../boot/site-folder.ts";
import { readEnvironment } from "../config/environment.ts";
import type { Console } from "./console.ts";

/**
 * `trovato migrate`: brings the schema up to this release, and nothing else. Returns the exit code, always 0.
 * @throws Fault `db.*`
 */
export async function migrateCommand(site: string, console: Console): Promise<number> {
  const folder = siteFolder(site, console.process.env);
  const { migrated, close } = await openDatabase(readEnvironment(folder.variables), folder.site, folder.kernel);
  await close();
  console.out(migrated.length === 0 ? "Nothing to migrate.\n" : migrated.map((name) => `Migrated ${name}\n`).join(""));
  return 0;
}
