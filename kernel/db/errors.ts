import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  StatementTimeoutError,
} from "slonik";
import type { FaultCode } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";

const REFUSED: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EPIPE",
  "57P01",
  "57P03",
  "3D000",
]);

/** Faults about the server, or about who asks it, and not about a statement; by SQLSTATE. */
const SERVER_FAULTS: { readonly [state: string]: readonly [code: FaultCode, text: string, hint: string] } = {
  "28000": [
    "db.denied",
    "Postgres does not let us in",
    "Look at pg_hba.conf: it says who may come from where, and how.",
  ],
  "28P01": ["db.denied", "Postgres does not let us in", "Check the user and the password in DATABASE_URL."],
  "25006": [
    "db.read_only",
    "Postgres takes no changes",
    "Point DATABASE_URL to the primary, or make the server writable again.",
  ],
  "53100": ["db.full", "The disk of Postgres is full", "Make room on it; nothing was changed."],
  "53200": ["db.full", "Postgres is out of memory", "Give it more, or lower work_mem; nothing was changed."],
  "53300": ["db.full", "Postgres takes no more connections", "Raise max_connections, or lower DATABASE_POOL."],
};

/**
 * Messages of Node about a certificate that it does not believe, and of the driver where there is no encryption at all.
 */
const TLS = /certificate|self.signed|ERR_TLS|SSL|unable to verify|altnames/i;

/** Messages of the driver, which come without a code, about a connection that broke or could not be made in time. */
const LOST = /^(connection terminated|timeout exceeded when trying to connect)/i;
const STATEMENT_CANCELLED = "57014";
const INSUFFICIENT_PRIVILEGE = "42501";

/**
 * Translates an error of the driver into a fault: `db.unavailable` when there is no server to talk to or it gave up on
 * a statement. Anything else (a violated constraint, a bad statement) goes on as it is, for the room that knows its
 * meaning.
 */
export function asFault(error: unknown): unknown {
  if (error instanceof Fault) return error;
  if (error instanceof StatementTimeoutError || (error as { code?: unknown } | null)?.code === STATEMENT_CANCELLED) {
    return new Fault("db.unavailable", "Postgres gave up on a statement that ran for too long.", { cause: error });
  }
  const known = serverFault(error);
  if (known !== null) return known;
  if (isConnectionError(error)) {
    const reason = (error as Error).message || "connection refused";
    return new Fault("db.unavailable", `Postgres cannot be reached: ${reason}.`, {
      hint: "Check that the server runs and that DATABASE_URL is right.",
      cause: error,
    });
  }
  return error;
}

/** A fault of the server, or of the way to it; null for what is about a statement. */
function serverFault(error: unknown): Fault | null {
  for (let at = error as Link | null | undefined; typeof at === "object" && at !== null; at = at.cause) {
    const found = SERVER_FAULTS[String(at.code)];
    const message = String(at.message);
    if (found !== undefined) {
      const [code, text, hint] = found;
      return new Fault(code, `${text}: ${message}.`, { hint, cause: error });
    }
    if (TLS.test(`${at.code} ${message}`) && !isState(at.code)) {
      return new Fault("db.unavailable", `Postgres cannot be reached over TLS: ${message}.`, {
        hint: "Check sslmode and sslrootcert in DATABASE_URL: verify-full asks for a certificate of the host that is asked.",
        cause: error,
      });
    }
  }
  return null;
}

type Link = { readonly code?: unknown; readonly message?: unknown; readonly cause?: Link };

function isState(code: unknown): code is string {
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code);
}

/**
 * Turns what Postgres said into a fault: for commands, which have nobody else to make sense of it. Null for what did
 * not come from Postgres.
 */
export function databaseFault(error: unknown): Fault | null {
  const known = asFault(error);
  if (known instanceof Fault) return known;
  for (let at = error as Link | null | undefined; typeof at === "object" && at !== null; at = at.cause) {
    if (!isState(at.code)) continue;
    if (at.code === INSUFFICIENT_PRIVILEGE) {
      return new Fault("db.denied", `Postgres does not allow it: ${at.message}.`, {
        hint: "The user of DATABASE_URL owns the database of the site, or was granted all on it.",
        cause: error,
      });
    }
    return new Fault("db.refused", `Postgres refused a statement: ${at.message} (${at.code}).`, { cause: error });
  }
  return null;
}

function isConnectionError(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  if (error instanceof ConnectionError) return true;
  if (error instanceof BackendTerminatedError || error instanceof BackendTerminatedUnexpectedlyError) return true;
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  if (LOST.test(String(message))) return true;
  return REFUSED.has(String(code)) || (typeof cause === "object" && cause !== null && isConnectionError(cause));
}
