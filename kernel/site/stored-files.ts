import { sql } from "slonik";
import type { JsonObject } from "../base/json.ts";
import { sha256 } from "../base/json.ts";
import { KINDS_IN_ORDER } from "../kinds/kinds.ts";
import type { Db } from "../model/db.ts";
import type { AssetFile, BundleFile, SiteFiles, TemplateFile } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import type { KindName } from "../model/kind-types.ts";

/** Hashes that tell the files of one generation from those of another: the hash of each, by its address. */
export type FileHashes = ReadonlyMap<string, string>;

/** Files as they are listed: everything of them but the content, which is found by its hash. */
type Listed<File> = Omit<File, "content" | "wasm"> & { readonly sha256: string };
type Listing = {
  readonly templates: readonly Listed<TemplateFile>[];
  readonly assets: readonly Listed<AssetFile>[];
  readonly bundles: readonly Listed<BundleFile>[];
};

/** So many sets of files are kept: those of generations that somebody may come back to. */
const SETS_KEPT = 50;

export function hashesOf({ templates, assets, bundles }: SiteFiles): FileHashes {
  return new Map([
    ...templates.map(
      ({ owner, name, content }) => [addressOf("template", `${owner}/${name}`), sha256(content)] as const,
    ),
    ...assets.map(({ owner, path, content }) => [addressOf("asset", `${owner}/${path}`), sha256(content)] as const),
    ...bundles.map(({ name, wasm }) => [addressOf("plugin", name), sha256(wasm)] as const),
  ]);
}

/** The hashes of the files that were applied last. */
export async function appliedHashes(db: Db): Promise<FileHashes> {
  const kinds = KINDS_IN_ORDER.filter(({ origin }) => origin === "file").map(({ name }) => name);
  const rows = await db.many<{ kind: KindName; name: string; hash: string }>(sql.unsafe`
    select kind, name, spec->>'sha256' as hash from pack_object
    where kind = any(${sql.array(kinds, "text")}) and spec->>'sha256' is not null`);
  return new Map(rows.map(({ kind, name, hash }) => [addressOf(kind, name), hash]));
}

/** The addresses at which two sets of files are not the same. */
export function differences(some: FileHashes, others: FileHashes): readonly string[] {
  return [...new Set([...some.keys(), ...others.keys()])].filter(
    (address) => some.get(address) !== others.get(address),
  );
}

/** Returns true when the files of these hashes are stored. */
export async function areStored(db: Db, hashes: FileHashes): Promise<boolean> {
  return (await db.maybe(sql.unsafe`select from site_file_list where hash = ${setHash(hashes)}`)) !== null;
}

/**
 * Stores files with the database that they were applied to: what is there already is not written again, and what is
 * very old goes.
 */
export async function storeFiles(db: Db, files: SiteFiles): Promise<void> {
  const contents = new Map<string, Buffer>(
    [...files.templates, ...files.assets].map(({ content }) => [sha256(content), Buffer.from(content)] as const),
  );
  for (const { wasm } of files.bundles) contents.set(sha256(wasm), wasm);
  const names = [...contents.keys()];
  const known = await db.many<{ sha256: string }>(
    sql.unsafe`select sha256 from site_file where sha256 = any(${sql.array(names, "text")})`,
  );
  for (const { sha256: name } of known) contents.delete(name);
  for (const [name, content] of contents) {
    await db.run(sql.unsafe`
      insert into site_file (sha256, content) values (${name}, ${sql.binary(content)}) on conflict do nothing`);
  }
  await db.run(sql.unsafe`
    insert into site_file_list (hash, listing, hashes)
    values (${setHash(hashesOf(files))}, ${sql.jsonb(listingOf(files) as unknown as JsonObject)}, ${sql.array(names, "text")})
    on conflict (hash) do update set listing = excluded.listing, hashes = excluded.hashes, stored_at = now()`);
  await forgetOld(db);
}

async function forgetOld(db: Db): Promise<void> {
  await db.run(sql.unsafe`
    delete from site_file_list where hash not in (select hash from site_file_list order by stored_at desc limit ${SETS_KEPT})`);
  await db.run(sql.unsafe`
    delete from site_file where not exists (select from site_file_list where site_file.sha256 = any(hashes))`);
}

/** The files of these hashes, out of the database; null where they were never stored. */
export async function findFiles(db: Db, hashes: FileHashes): Promise<SiteFiles | null> {
  const found = await db.maybe<{ listing: Listing; hashes: readonly string[] }>(
    sql.unsafe`select listing, hashes from site_file_list where hash = ${setHash(hashes)}`,
  );
  if (found === null) return null;
  const rows = await db.many<{ sha256: string; content: Buffer }>(
    sql.unsafe`select sha256, content from site_file where sha256 = any(${sql.array([...found.hashes], "text")})`,
  );
  const contents = new Map(rows.map(({ sha256: name, content }) => [name, content]));
  const { templates, assets, bundles } = found.listing;
  return {
    templates: templates.map(({ sha256: name, ...file }) => ({
      ...file,
      content: contents.get(name)!.toString("utf8"),
    })),
    assets: assets.map(({ sha256: name, ...file }) => ({ ...file, content: contents.get(name)! })),
    bundles: bundles.map(({ sha256: name, ...bundle }) => ({ ...bundle, wasm: contents.get(name)! })),
  };
}

function listingOf({ templates, assets, bundles }: SiteFiles): Listing {
  return {
    templates: templates.map(({ content, ...file }) => ({ ...file, sha256: sha256(content) })),
    assets: assets.map(({ content, ...file }) => ({ ...file, sha256: sha256(content) })),
    bundles: bundles.map(({ wasm, ...bundle }) => ({ ...bundle, sha256: sha256(wasm) })),
  };
}

function setHash(hashes: FileHashes): string {
  return sha256(JSON.stringify([...hashes].sort(([one], [other]) => (one < other ? -1 : 1))));
}
