import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenedSite } from "../../kernel/boot/open-site.ts";
import { openSite } from "../../kernel/boot/open-site.ts";
import { siteFolder } from "../../kernel/boot/site-folder.ts";
import type { Beginning } from "./database.ts";
import { createTestDatabase, dropTestDatabase } from "./database.ts";
import type { LogLine } from "./recording-log.ts";
import { recordingLog } from "./recording-log.ts";
import { testRedisVariables } from "./redis.ts";
import type { Given, Result } from "./verb.ts";
import { runVerb } from "./verb.ts";

const root = join(import.meta.dirname, "../..");
const node = join(root, "node_modules/.bin/node");
const main = join(root, "kernel/cli/trovato.js");

/**
 * A site in a folder of its own with a database of its own: what a user has in front of them. It shares through the
 * Redis at TEST_REDIS_URL, if that is set.
 */
export type TestSite = {
  readonly directory: string;
  readonly databaseUrl: string;
  /** Runs a verb of the command line to its end, in this process. */
  trovato(...words: string[]): Promise<Result>;
  /** Runs a verb with more variables in the environment, or with something piped in. */
  trovatoWith(given: Given, ...words: string[]): Promise<Result>;
  /** Serves the site in this process: for tests of what it answers, not of how it starts and ends. */
  open(environment?: { readonly [name: string]: string }): Promise<OpenedTestSite>;
  /** Starts a verb that stays; resolves when `ready` matches its standard output. */
  serve(verb: string, environment?: { readonly [name: string]: string }): Promise<RunningSite>;
  /** Starts a verb and hands back the process at once; `input` is what it reads. */
  spawn(words: readonly string[], environment?: { readonly [name: string]: string }, input?: string): SpawnedVerb;
  remove(): Promise<void>;
};
/** The site, served by the process of the test. */
export type OpenedTestSite = {
  readonly opened: OpenedSite;
  readonly url: string;
  /** Lines of its log. */
  readonly lines: readonly LogLine[];
  stop(): Promise<void>;
};
export type RunningSite = {
  readonly url: string;
  readonly output: () => string;
  readonly pid: number;
  stop(): Promise<number | null>;
};
export type SpawnedVerb = { readonly pid: number; kill(signal: NodeJS.Signals): void; readonly ended: Promise<Result> };

/**
 * Copies this repository's site (packs, plugins, config) to a temporary folder and gives it a database of its own. What
 * its packs ask for may be there from the `beginning`: tests that are not about an apply or an import need not wait for
 * one.
 */
export async function createTestSite(beginning: Beginning = "tables"): Promise<TestSite> {
  const directory = mkdtempSync(join(tmpdir(), "trovato-site-"));
  for (const part of ["config", "packs", "plugins"])
    cpSync(join(root, part), join(directory, part), { recursive: true });
  const databaseUrl = await createTestDatabase(beginning);
  const environment = {
    PATH: process.env["PATH"] ?? "",
    HOME: directory,
    DATABASE_URL: databaseUrl,
    ...testRedisVariables(),
    NO_COLOR: "1",
    CI: "true",
  };
  const running = new Set<SpawnedVerb>();
  const opening: OpenedSite[] = [];

  const spawnVerb = (
    words: readonly string[],
    extra: { readonly [name: string]: string } = {},
    { onOutput, input }: { readonly onOutput?: (text: string) => void; readonly input?: string | undefined } = {},
  ): SpawnedVerb => {
    const child = spawn(node, [main, ...words, "--site", directory], {
      cwd: directory,
      env: { ...environment, ...extra },
    });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      onOutput?.(out);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
      onOutput?.(out);
    });
    if (input !== undefined) child.stdin.end(input);
    const ended = new Promise<Result>((resolve) => child.once("close", (code) => resolve({ code, out, err })));
    const verb = { pid: child.pid!, kill: (signal: NodeJS.Signals) => void child.kill(signal), ended };
    running.add(verb);
    ended.then(() => running.delete(verb));
    return verb;
  };

  const verb = ({ env, input }: Given, words: readonly string[]) =>
    runVerb([...words, "--site", directory], { env: { ...environment, ...env }, input });

  return {
    directory,
    databaseUrl,
    trovato: (...words) => verb({}, words),
    trovatoWith: (given, ...words) => verb(given, words),
    open: async (extra = {}) => {
      const { log, lines } = recordingLog();
      const folder = siteFolder(directory, { ...environment, PORT: "0", ...extra });
      const opened = await openSite(folder, log, { note: () => {}, plan: () => {} });
      opening.push(opened);
      const url = `http://127.0.0.1:${await opened.listen()}`;
      return { opened, url, lines, stop: opened.stop };
    },
    spawn: (words, extra, input) => spawnVerb(words, extra, { input }),
    serve: (verb, extra = {}) =>
      new Promise((resolve, reject) => {
        let output = "";
        const onOutput = (text: string) => {
          output = text;
          const url = text.match(/http:\/\/(?:localhost|127\.0\.0\.1):\d+\/?/g)?.at(-1);
          if (url === undefined) return;
          const stop = async () => {
            process.kill("SIGTERM");
            return (await process.ended).code;
          };
          resolve({
            url: url.replace(/\/$/, "").replace("localhost", "127.0.0.1"),
            output: () => output,
            pid: process.pid,
            stop,
          });
        };
        const process = spawnVerb([verb], { PORT: "0", ...extra }, { onOutput });
        process.ended.then(({ code, out, err }) => reject(new Error(`${verb} ended with ${code}:\n${out}\n${err}`)));
      }),
    remove: async () => {
      await Promise.all(opening.map((opened) => opened.stop()));
      for (const verb of running) verb.kill("SIGKILL");
      await Promise.all([...running].map((verb) => verb.ended));
      await dropTestDatabase(databaseUrl);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
