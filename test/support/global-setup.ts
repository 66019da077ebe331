import { join } from "node:path";
import { openEmbeddedPostgres } from "../../kernel/boot/embedded-postgres.ts";

/** Starts the Postgres of the tests once for all test processes; the teardown ends it unless another run still uses it. */
export default async function globalSetup(): Promise<void> {
  if (process.env["TEST_DATABASE_URL"]) return;
  const server = await openEmbeddedPostgres(join(import.meta.dirname, "../../.trovato/test-postgres"));
  (globalThis as { testServer?: unknown }).testServer = server;
}
