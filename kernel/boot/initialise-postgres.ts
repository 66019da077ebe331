import { spawn } from "node:child_process";
import { chownSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PostgresOwner, PostgresPlace } from "./postgres-place.ts";

const FLAGS = [
  ...["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=und", "--data-checksums"],
  // Until it is told its password nobody connects: it does not run.
  ...["--auth=trust", "--no-instructions"],
];
/** Who may connect: with the password, from this machine. */
const ACCESS = `host all all 127.0.0.1/32 scram-sha-256\nhost all all ::1/128 scram-sha-256\n`;

type Order = { readonly user: string; readonly password: string };

/**
 * Makes the data directory `data` with a superuser `user`. The password goes to the server itself, which runs for that
 * alone and talks to nobody else: so it is in no file, whenever this is killed. Returns what went wrong, null when
 * nothing did.
 */
export async function initialisePostgres(place: PostgresPlace, data: string, order: Order): Promise<string | null> {
  mkdirSync(data, { mode: 0o700 });
  if (place.owner !== null) chownSync(data, place.owner.uid, place.owner.gid);
  const made = await run(place, "initdb", ["-D", data, `--username=${order.user}`, ...FLAGS]);
  if (made !== null) return made;
  writeFileSync(join(data, "pg_hba.conf"), ACCESS);
  // One line of the single-user mode is one statement; the words are ours, so they need no quoting.
  const statement = `alter role ${order.user} password '${order.password}';\n`;
  return run(place, "postgres", ["--single", "-D", data, "postgres"], statement);
}

function run(
  { programs, owner }: { readonly programs: string; readonly owner: PostgresOwner },
  program: string,
  words: readonly string[],
  input = "",
): Promise<string | null> {
  return new Promise((resolve) => {
    let said = "";
    const child = spawn(join(programs, program), words, {
      ...owner,
      cwd: "/",
    });
    const hear = (text: Buffer) => {
      said += text.toString();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(code === 0 ? null : said.trim().split("\n").slice(-3).join(" ")));
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
