import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** A redis-server of a test's own, on a free port of this machine; it keeps nothing on disk. */
export type TestRedis = {
  readonly url: string;
  /** The server as it runs now, for tests that send it signals. */
  pid(): number;
  /** Ends the server at once, as a crash would; what it held is gone. */
  kill(): Promise<void>;
  /** Starts it again, at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
};

const DEADLINE = 10_000;

/**
 * Starts a redis-server, or returns null where none is installed; under CI that is an error, for nothing may be skipped
 * there. Suites say it with `describe.skip` when `hasRedis()` is false.
 */
export async function openTestRedis(): Promise<TestRedis | null> {
  const program = redisServer();
  if (program === null) return null;
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "trovato-redis-"));
  let server = await startServer(program, port, directory);
  const kill = () => end(server);
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: () => server.pid!,
    kill,
    start: async () => {
      server = await startServer(program, port, directory);
    },
    close: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Returns true when tests can have a redis-server. Says once why not. */
export function hasRedis(): boolean {
  const found = redisServer() !== null;
  if (!found) process.stderr.write("Skipped: what needs Redis (redis-server is not installed).\n");
  return found;
}

/** Returns the variables by which a site shares through the Redis at TEST_REDIS_URL; none when that is not set. */
export function testRedisVariables(): { readonly REDIS_URL?: string } {
  const url = process.env["TEST_REDIS_URL"];
  return url ? { REDIS_URL: url } : {};
}

function redisServer(): string | null {
  const folders = ["/usr/bin", ...(process.env["PATH"] ?? "").split(delimiter)];
  const found = folders.map((folder) => join(folder, "redis-server")).find((file) => existsSync(file));
  if (found === undefined && process.env["CI"])
    throw new Error("redis-server is not installed, and under CI it must be.");
  return found ?? null;
}

async function startServer(program: string, port: number, directory: string): Promise<ChildProcess> {
  const settings = [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--dir",
    directory,
    "--save",
    "",
    "--appendonly",
    "no",
  ];
  const server = spawn(program, settings, { stdio: ["ignore", "pipe", "pipe"] });
  await new Promise<void>((resolve, reject) => {
    let output = "";
    const onText = (text: Buffer) => {
      output += text;
      if (output.includes("Ready to accept connections")) resolve();
    };
    server.stdout.on("data", onText);
    server.stderr.on("data", onText);
    const failed = () => reject(new Error(`redis-server did not start:\n${output}`));
    server.once("error", failed);
    server.once("exit", failed);
    setTimeout(failed, DEADLINE).unref();
  });
  return server;
}

function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  server.kill("SIGKILL");
  return ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
