import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { sql } from "slonik";
import { advisoryLocks } from "../../kernel/db/advisory-locks.ts";
import { connectionOf, plainUrl, withApplicationName } from "../../kernel/db/connection.ts";
import { databaseFault } from "../../kernel/db/errors.ts";
import { migrate } from "../../kernel/db/migrate.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { refusePooler } from "../../kernel/db/refuse-pooler.ts";
import { settleUrl } from "../../kernel/db/settle-url.ts";
import { createTestDatabase, dropTestDatabase } from "../support/database.ts";

const URL_OF_ALL = "postgres://ada:s%40cret@db.example:6432/films";
const rootFile = join(mkdtempSync(join(tmpdir(), "trovato-tls-")), "root.pem");
writeFileSync(rootFile, "the certificate");

let url: string;
beforeAll(async () => {
  url = await createTestDatabase();
});
afterAll(() => dropTestDatabase(url));

describe("a URL", () => {
  test("is read in all its parts, the same for both drivers", () => {
    const connection = connectionOf(`${URL_OF_ALL}?application_name=web-1`);
    expect(connection).toEqual({
      host: "db.example",
      port: 6432,
      user: "ada",
      password: "s@cret",
      database: "films",
      application_name: "web-1",
      ssl: false,
    });
    expect(connectionOf(plainUrl(connection))).toEqual(connection);
    const bySocket = connectionOf("postgres:///films?host=/run/postgresql&user=ada");
    expect(bySocket).toMatchObject({ host: "/run/postgresql", port: 5432, user: "ada", database: "films" });
    const byAddress = connectionOf("postgres://ada@[::1]/films");
    expect(byAddress).toMatchObject({ host: "::1", database: "films" });
    for (const each of [bySocket, byAddress]) expect(connectionOf(plainUrl(each))).toEqual(each);
  });

  test.each([
    ["disable", false],
    ["allow", false],
    ["prefer", false],
    ["require", { rejectUnauthorized: false }],
    ["no-verify", { rejectUnauthorized: false }],
    ["verify-full", { rejectUnauthorized: true }],
    ["verify-ca", { rejectUnauthorized: true, checkServerIdentity: expect.any(Function) }],
  ])("with sslmode=%s", (mode, expected) => {
    expect(connectionOf(`${URL_OF_ALL}?sslmode=${mode}`).ssl).toEqual(expected);
  });

  test("trusts the root certificate that it names, as libpq does", () => {
    const trusting = { ca: "the certificate", rejectUnauthorized: true };
    const ssl = (parameters: string) => connectionOf(`${URL_OF_ALL}?${parameters}`).ssl;
    expect(ssl(`sslmode=verify-full&sslrootcert=${rootFile}`)).toEqual(trusting);
    expect(ssl(`sslrootcert=${rootFile}`)).toEqual(trusting);
    expect(ssl(`sslmode=require&sslrootcert=${rootFile}`)).toMatchObject(trusting);
    expect(ssl("sslmode=verify-full&sslrootcert=system")).toEqual({ rejectUnauthorized: true });
  });

  test.each([
    ["sslmode=verify-ful", 'sslmode is "verify-ful"'],
    ["sslmode=verify-full&sslrootcert=/nowhere/root.pem", "/nowhere/root.pem, which cannot be read"],
  ])("%s is refused in one line", async (parameters, message) => {
    const refused = openPool(`${URL_OF_ALL}?${parameters}`);
    await expect(refused).rejects.toMatchObject({ code: "db.bad_url", message: expect.stringContaining(message) });
  });

  test("names the connections of a node, unless it names them itself", async () => {
    const pool = await openPool(withApplicationName(url, "trovato web-1"));
    const names = await pool.db.many(
      sql.unsafe`select application_name as name from pg_stat_activity where pid = pg_backend_pid()`,
    );
    expect(names).toEqual([{ name: "trovato web-1" }]);
    await pool.close();
    expect(withApplicationName(`${URL_OF_ALL}?application_name=a`, "b")).toContain("application_name=a");
  });

  test.each([
    ["S", "require"],
    ["N", "disable"],
  ])("with sslmode=prefer asks the server, which says %s", async (answer, mode) => {
    const server = createServer((socket) => socket.once("data", () => socket.end(answer)));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const settled = await settleUrl(`postgres://ada@127.0.0.1:${port}/films?sslmode=prefer`);
    expect(new URL(settled).searchParams.get("sslmode")).toBe(mode);
    server.close();
  });
});

describe("what stands in the way is said in one line", () => {
  test("a server that does not encrypt", async () => {
    await expect(migrate(`${url}?sslmode=verify-full`, [])).rejects.toMatchObject({
      code: "db.unavailable",
      message: expect.stringContaining("over TLS"),
    });
  });

  test("a wrong password, by name", async () => {
    const wrong = new URL(url);
    wrong.password = "wrong";
    await expect(migrate(wrong.href, [])).rejects.toMatchObject({ code: "db.denied" });
  });

  test.each([
    ["42501", "db.denied"],
    ["25006", "db.read_only"],
    ["53100", "db.full"],
    ["53300", "db.full"],
    ["28000", "db.denied"],
    ["22P02", "db.refused"],
  ])("SQLSTATE %s is %s", (state, code) => {
    const error = Object.assign(new Error("said so"), { code: state });
    expect(databaseFault(new Error("outer", { cause: error }))).toMatchObject({ code });
    expect(databaseFault(new Error("a mistake of ours"))).toBeNull();
  });

  test("a migration that somebody else holds up, with who it is", async () => {
    const client = new pg.Client({ connectionString: url, application_name: "trovato web-2" });
    await client.connect();
    await client.query("select pg_advisory_lock($1)", [advisoryLocks.migration]);
    const waiting = migrate(url, [], 200);
    await expect(waiting).rejects.toMatchObject({
      code: "db.locked",
      message: expect.stringContaining("trovato web-2 from 127.0.0.1"),
    });
    await client.end();
    expect(await migrate(url, [])).toEqual([]);
  });

  test("a pooler that shares connections between transactions", async () => {
    const [one, two] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })];
    await Promise.all([one.connect(), two.connect()]);
    await expect(refusePooler(one, two)).resolves.toBeUndefined();
    await expect(refusePooler(one, one)).rejects.toMatchObject({ code: "db.pooler" });
    await Promise.all([one.end(), two.end()]);
  });
});
