import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { openEmbeddedPostgres } from "../../kernel/boot/embedded-postgres.ts";
import { placePostgres } from "../../kernel/boot/postgres-place.ts";
import { migrate } from "../../kernel/db/migrate.ts";

const home = mkdtempSync(join(tmpdir(), "trovato héme "));
/** A private home, as `/root` is, with a site in it. */
const wanted = join(home, "site/.trovato/postgres");
chmodSync(home, 0o700);
const isRoot = process.getuid?.() === 0;
const places: string[] = [home];
afterAll(() => {
  for (const place of places) rmSync(place, { recursive: true, force: true });
});

test("the embedded Postgres starts wherever the site is, clears what a killed start left, and leaves no password behind", async () => {
  const { directory } = await placePostgres(wanted);
  places.push(directory);
  // Root runs it as a user that cannot go into a private home.
  expect(directory.startsWith(home)).toBe(!isRoot);
  mkdirSync(join(directory, "making-999999999"), { recursive: true });
  const told: string[] = [];
  const server = await openEmbeddedPostgres(wanted, (where) => told.push(where));
  try {
    expect(told).toEqual([directory]);
    expect(await migrate(await server.database("films"), [])).toEqual([]);
    const wrong = new URL(await server.database("films"));
    wrong.password = "guessed";
    await expect(migrate(wrong.href, [])).rejects.toMatchObject({ code: "db.denied" });
  } finally {
    await server.stop();
  }
  expect(readdirSync(directory).sort()).toEqual(["data", "password", "postgres.log"]);
  expect(statSync(join(directory, "password")).mode & 0o777).toBe(0o600);
}, 60_000);
