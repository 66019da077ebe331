import { readFileSync } from "node:fs";
import { join } from "node:path";
import autocannon from "autocannon";
import { openSite } from "../kernel/boot/open-site.ts";
import { importInto } from "../kernel/boot/run-imports.ts";
import { siteFolder } from "../kernel/boot/site-folder.ts";
import { createLog } from "../kernel/observe/log.ts";
import { createTestDatabase, dropTestDatabase } from "../test/support/database.ts";
import { startServer } from "./pages/server-process.ts";
import { shellAround } from "./pages/shell.ts";

const CONNECTIONS = 16;
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 5);
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3);

/**
 * The item page and the listing of 3,200 films, cached and made anew, each against its floor: requests a second, in
 * rounds that alternate, so that what else the machine does falls on both. The ratio is that of the medians.
 */
export async function run(): Promise<void> {
  const databaseUrl = await createTestDatabase();
  try {
    await importFilms(databaseUrl);
    const cached = await startServer("trovato", { databaseUrl, cached: true });
    const fresh = await startServer("trovato", { databaseUrl, cached: false });
    const paths = { item: await findFilm(cached.url), listing: "/films" };
    const pages = {
      [paths.item]: await fetchText(cached.url + paths.item),
      [paths.listing]: await fetchText(cached.url + paths.listing),
    };
    const bare = await startServer("bare", { pages });
    const shells = {
      item: shellAround(pages[paths.item]!, "<article", "</article>"),
      listing: shellAround(pages[paths.listing]!, "<section", "</section>"),
    };
    const handwritten = await startServer("handwritten", { databaseUrl, shells });
    console.log(
      "| page | floor | bytes | floor bytes | Trovato req/s | floor req/s | ratio |\n|---|---|---|---|---|---|---|",
    );
    await compare("item, cached", "bare Koa", cached.url, bare.url, paths.item);
    await compare("listing, cached", "bare Koa", cached.url, bare.url, paths.listing);
    await compare("item, made anew", "Koa + pg + Handlebars", fresh.url, handwritten.url, paths.item);
    await compare("listing, made anew", "Koa + pg + Handlebars", fresh.url, handwritten.url, paths.listing);
    console.log(
      `\nResident memory after the load: ${megabytes(cached.pid)} MB with the page cache, ${megabytes(fresh.pid)} MB without.`,
    );
    for (const server of [cached, fresh, bare, handwritten]) await server.stop();
  } finally {
    await dropTestDatabase(databaseUrl);
  }
}

async function compare(page: string, floor: string, ours: string, theirs: string, path: string): Promise<void> {
  const bytes = Buffer.byteLength(await fetchText(ours + path));
  const floorBytes = Buffer.byteLength(await fetchText(theirs + path));
  await load(ours + path, 2);
  await load(theirs + path, 2);
  const mine: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    mine.push(await load(ours + path, SECONDS));
    other.push(await load(theirs + path, SECONDS));
  }
  const ratio = median(mine) / median(other);
  const count = (value: number) => Math.round(value).toLocaleString("en");
  console.log(
    `| ${page} | ${floor} | ${count(bytes)} | ${count(floorBytes)} | ${count(median(mine))} | ${count(median(other))} | ${ratio.toFixed(2)} |`,
  );
}

async function load(url: string, duration: number): Promise<number> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} bad answers, ${result.errors} errors`);
  return result.requests.average;
}

export async function importFilms(databaseUrl: string): Promise<void> {
  const folder = siteFolder(join(import.meta.dirname, ".."), { DATABASE_URL: databaseUrl, PORT: "0" });
  const log = createLog({ level: "warn" });
  const opened = await openSite(folder, log, { note: () => {}, plan: () => {} });
  const spec = opened.kernel.snapshots.current()!.site.imports.get("films")!;
  await importInto(opened, spec, { folder, onProgress: () => {} });
  await opened.stop();
}

/** A film with a value in every field that the page shows. */
async function findFilm(url: string): Promise<string> {
  const list = await fetchText(`${url}/films?title=butch`);
  return list.match(/\/item\/[0-9a-f-]{36}/)![0];
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function megabytes(pid: number): string {
  const kilobytes = readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)![1];
  return (Number(kilobytes) / 1024).toFixed(0);
}
