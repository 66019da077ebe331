import {
  BackendTerminatedError,
  BackendTerminatedUnexpectedlyError,
  ConnectionError,
  StatementTimeoutError,
} from "slonik";
import { Fault } from "../base/fault.ts";

const REFUSED: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "57P01",
  "57P03",
  "53300",
  "28P01",
  "3D000",
]);

/** What the driver says, without a code, of a connection that broke or could not be made in time. */
const LOST = /^(connection terminated|timeout exceeded when trying to connect)/i;
const STATEMENT_CANCELLED = "57014";

/**
 * What the driver throws, in the terms of Trovato: `db.unavailable` when there is no server to talk to or it gave up on a
 * statement. Anything else (a violated constraint, a bad statement) goes on as it is, for the room that knows its meaning.
 */
export function asFault(error: unknown): unknown {
  if (error instanceof Fault) return error;
  if (error instanceof StatementTimeoutError || (error as { code?: unknown } | null)?.code === STATEMENT_CANCELLED) {
    return new Fault("db.unavailable", "Postgres gave up on a statement that ran for too long.", { cause: error });
  }
  if (isConnectionError(error)) {
    const reason = (error as Error).message || "connection refused";
    return new Fault("db.unavailable", `Postgres cannot be reached: ${reason}.`, {
      hint: "Check that the server runs and that DATABASE_URL is right.",
      cause: error,
    });
  }
  return error;
}

function isConnectionError(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  if (error instanceof ConnectionError) return true;
  if (error instanceof BackendTerminatedError || error instanceof BackendTerminatedUnexpectedlyError) return true;
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  if (LOST.test(String(message))) return true;
  return REFUSED.has(String(code)) || (typeof cause === "object" && cause !== null && isConnectionError(cause));
}
