import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { Fault } from "../base/fault.ts";

/** A database as both drivers reach it. */
export type Connection = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly application_name: string;
  /** False where the connection is not encrypted. */
  readonly ssl: ConnectionOptions | false;
};

const DEFAULT_PORT = 5432;
const DEFAULT_NAME = "trovato";
const MODES = ["disable", "allow", "prefer", "require", "no-verify", "verify-ca", "verify-full"];
/** libpq's word for the certificates that the system trusts. */
const SYSTEM = "system";

/**
 * Reads a Postgres URL as libpq does: user, password, host (also `?host=` for a socket), port, database,
 * `application_name`, `sslmode`, `sslrootcert`, `sslcert` and `sslkey`. Neither driver reads it by itself: they differ
 * in what they take `sslmode` for. `allow` and `prefer` are not encrypted; who wants encryption says `require` at
 * least.
 * @throws Fault `db.bad_url`
 */
export function connectionOf(url: string): Connection {
  if (!URL.canParse(url)) throw badUrl("it is not an address that begins with postgres://");
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const user = decodeURIComponent(username) || searchParams.get("user") || "postgres";
  return {
    host: searchParams.get("host") || decodeURIComponent(hostname).replace(/^\[(.*)\]$/, "$1") || "localhost",
    port: Number(port || searchParams.get("port") || DEFAULT_PORT),
    user,
    password: decodeURIComponent(password) || searchParams.get("password") || "",
    database: decodeURIComponent(pathname.slice(1)) || user,
    application_name: searchParams.get("application_name") || DEFAULT_NAME,
    ssl: encryptionOf(searchParams),
  };
}

/** The URL as the driver of transactions takes it; how it is encrypted is said beside it. */
export function plainUrl({ host, port, user, password, database, application_name }: Connection): string {
  const part = encodeURIComponent;
  // An address of IPv6 or a socket, too, is a host when it is written so.
  const place = `${part(user)}:${part(password)}@${part(host)}:${port}`;
  return `postgres://${place}/${part(database)}?${new URLSearchParams({ application_name })}`;
}

/** The same URL, under which Postgres calls its connections `name`; one that says a name itself keeps it. */
export function withApplicationName(url: string, name: string): string {
  const named = new URL(url);
  if (!named.searchParams.has("application_name")) named.searchParams.set("application_name", name);
  return named.href;
}

function encryptionOf(parameters: URLSearchParams): ConnectionOptions | false {
  const root = parameters.get("sslrootcert");
  // Where certificates are named they are looked at.
  const asked = parameters.get("sslmode") ?? (root === null ? "disable" : "verify-full");
  if (!MODES.includes(asked)) throw badUrl(`sslmode is "${asked}" and can be ${MODES.join(", ")}`);
  // As in libpq: a root certificate that is there is not there for nothing.
  const mode = asked === "require" && root !== null ? "verify-ca" : asked;
  if (["disable", "allow", "prefer"].includes(mode)) return false;
  const own = { ...certificate(parameters, "sslcert", "cert"), ...certificate(parameters, "sslkey", "key") };
  if (mode === "require" || mode === "no-verify") return { ...own, rejectUnauthorized: false };
  const trusted = root === null || root === SYSTEM ? {} : certificate(parameters, "sslrootcert", "ca");
  const anyName = mode === "verify-ca" ? { checkServerIdentity: () => undefined } : {};
  return { ...own, ...trusted, ...anyName, rejectUnauthorized: true };
}

function certificate(parameters: URLSearchParams, parameter: string, option: "ca" | "cert" | "key") {
  const file = parameters.get(parameter);
  if (file === null) return {};
  try {
    return { [option]: readFileSync(file, "utf8") };
  } catch (cause) {
    throw badUrl(`${parameter} names ${file}, which cannot be read`, cause);
  }
}

function badUrl(problem: string, cause?: unknown): Fault {
  return new Fault("db.bad_url", `DATABASE_URL cannot be used: ${problem}.`, {
    hint: "postgres://user:password@host:5432/database?sslmode=verify-full&sslrootcert=/etc/ssl/postgres.pem",
    cause,
  });
}
