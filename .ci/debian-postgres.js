// A throw-away cluster of the distribution's own Postgres, on loopback, for the second run of the database tests.
import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.js";

const home = "/usr/lib/postgresql";

export async function startDebianPostgres() {
  const version = readdirSync(home)
    .map(Number)
    .sort((a, b) => b - a)[0];
  const bin = join(home, String(version), "bin");
  const directory = mkdtempSync(join(tmpdir(), "trovato-postgres-"));
  const data = join(directory, "data");
  const asOwner = ownerOf(directory);
  const port = await freePort();
  const run = (command, ...args) => {
    const { status, stderr } = spawnSync(join(bin, command), args, { ...asOwner, cwd: directory, encoding: "utf8" });
    if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  };
  // With a password, as in production: a server that trusts everybody refuses nobody.
  const password = randomBytes(16).toString("hex");
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (asOwner.uid !== undefined) chownSync(passwordFile, asOwner.uid, asOwner.gid);
  const locale = ["--encoding=UTF8", "--locale=C.UTF-8"];
  run("initdb", "-D", data, "-U", "trovato", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, ...locale);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200`;
  run("pg_ctl", "-D", data, "-l", join(directory, "log"), "-o", options, "-w", "start");
  return {
    version,
    url: `postgres://trovato:${password}@127.0.0.1:${port}/postgres`,
    stop() {
      run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop");
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Postgres refuses to run as root; Debian's package brings a user for it. */
function ownerOf(directory) {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  execFileSync("chown", ["postgres", directory]);
  return { uid: id("-u"), gid: id("-g") };
}
