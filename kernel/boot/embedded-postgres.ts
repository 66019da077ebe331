import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { Fault } from "../base/fault.ts";
import { initialisePostgres } from "./initialise-postgres.ts";
import type { PostgresPlace } from "./postgres-place.ts";
import { placePostgres } from "./postgres-place.ts";

/** A Postgres server that came with npm. */
export type EmbeddedServer = {
  /** The URL of the database `name` on it, which is made when it is not there. */
  database(name: string): Promise<string>;
  /** True when this process started it; another one may have, and then it is left running. */
  readonly started: boolean;
  /** True when this call made the data directory. */
  readonly initialised: boolean;
  /** Ends the server if this process started it and nobody else is connected. */
  stop(): Promise<void>;
};

const USER = "trovato";
const MAKING = "making-";
/**
 * Loopback only, and tuned for pages: small statements, tables that fit in memory, now and then a large count or index
 * build.
 */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "max_connections=200",
  "jit=off",
  "shared_buffers=256MB",
  "work_mem=32MB",
  "maintenance_work_mem=256MB",
  "random_page_cost=1.1",
];
const START_DEADLINE = 30_000;
const LEAVING_DEADLINE = 1_000;

/**
 * Finds or starts the server whose data lives in `wanted`, or in another place where that one does not serve
 * (`placePostgres`). The server is a process of its own, so it outlives a killed parent and the next one finds it by
 * its pid file; of the package only the programs are used, because its own start ties the two together. `onStarting` is
 * told where the data is, where none runs yet.
 * @throws Fault `db.unavailable`, `db.no_place`
 */
export async function openEmbeddedPostgres(
  wanted: string,
  onStarting?: (directory: string) => void,
): Promise<EmbeddedServer> {
  const place = await placePostgres(wanted);
  const { directory } = place;
  const data = join(directory, "data");
  const initialised = !existsSync(join(data, "PG_VERSION"));
  const running = initialised ? null : findRunning(data);
  if (running === null) onStarting?.(directory);
  if (initialised) await initialise(place, data);
  const password = readFileSync(join(directory, "password"), "utf8").trim();
  const started = running === null;
  const server = running ?? (await start(place, data));
  const urlOf = (name: string) => `postgres://${USER}:${password}@127.0.0.1:${server.port}/${name}`;
  return {
    started,
    initialised,
    database: async (name) => {
      await createDatabase(urlOf("postgres"), name);
      return urlOf(name);
    },
    stop: async () => {
      if (!started || (await othersConnected(urlOf("postgres")))) return;
      await stop(server.pid);
    },
  };
}

async function initialise(place: PostgresPlace, data: string): Promise<void> {
  const { directory } = place;
  forgetHalfMade(directory);
  const making = join(directory, `${MAKING}${process.pid}`);
  const password = randomBytes(24).toString("hex");
  const problem = await initialisePostgres(place, making, { user: USER, password });
  if (problem !== null) {
    rmSync(making, { recursive: true, force: true });
    throw new Fault("db.unavailable", `The embedded Postgres could not be initialised in ${directory}: ${problem}`, {
      hint: "Make room or let it be written, or set DATABASE_URL to a Postgres of your own.",
    });
  }
  writeFileSync(join(directory, "password"), `${password}\n`, { mode: 0o600 });
  renameSync(making, data);
}

/** Clears what a killed first start left: the data moves to its place only when it is whole. */
function forgetHalfMade(directory: string): void {
  const halfMade = readdirSync(directory).filter(
    (name) => name.startsWith(MAKING) && !isAlive(Number(name.slice(MAKING.length))),
  );
  for (const name of halfMade) rmSync(join(directory, name), { recursive: true, force: true });
}

type Running = { readonly pid: number; readonly port: number };

/** The server of this data directory, if its pid file names a live process that accepts connections. */
function findRunning(data: string): Running | null {
  let lines: string[];
  try {
    lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!(pid > 0 && port > 0) || lines[7]?.trim() !== "ready") return null;
  return isAlive(pid) ? { pid, port } : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function start({ directory, programs, owner }: PostgresPlace, data: string): Promise<Running> {
  const port = await freePort();
  const logFile = join(directory, "postgres.log");
  const log = openSync(logFile, "w");
  if (owner !== null) chownSync(logFile, owner.uid, owner.gid);
  const child = spawn(
    join(programs, "postgres"),
    ["-D", data, "-p", String(port), ...SETTINGS.flatMap((setting) => ["-c", setting])],
    {
      ...owner,
      cwd: data,
      detached: true,
      stdio: ["ignore", log, log],
    },
  );
  child.unref();
  let failed = false;
  child.once("exit", () => {
    failed = true;
  });
  child.once("error", () => {
    failed = true;
  });
  for (const deadline = Date.now() + START_DEADLINE; Date.now() < deadline; await pause(10)) {
    const running = findRunning(data);
    if (running !== null) return running;
    // Another process may have been faster: its server is found above once it is ready.
    if (failed && !existsSync(join(data, "postmaster.pid"))) break;
  }
  throw new Fault("db.unavailable", "The embedded Postgres did not start.", { hint: `Its log is ${logFile}.` });
}

async function stop(pid: number): Promise<void> {
  try {
    // SIGINT is Postgres' "fast" shutdown: transactions are rolled back, and a checkpoint is written.
    process.kill(pid, "SIGINT");
  } catch {
    return;
  }
  for (const deadline = Date.now() + START_DEADLINE; Date.now() < deadline && isAlive(pid); ) await pause(10);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function createDatabase(url: string, name: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (rowCount !== 0) return;
    await client.query(`create database ${client.escapeIdentifier(name)}`).catch((error: { code?: string }) => {
      // Another process made it in between.
      if (error.code !== "42P04" && error.code !== "23505") throw error;
    });
  });
}

/** Our own connections take a moment to be gone on the server's side, so it is asked more than once. */
async function othersConnected(url: string): Promise<boolean> {
  for (const deadline = Date.now() + LEAVING_DEADLINE; Date.now() < deadline; await pause(20)) {
    if (!(await anyConnected(url))) return false;
  }
  return true;
}

async function anyConnected(url: string): Promise<boolean> {
  const query =
    "select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";
  return await withClient(url, async (client) => (await client.query(query)).rows[0].others > 0).catch(() => false);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
