import type { Failure } from "../model/plugin-answers.ts";
import { failure } from "./failure.ts";

/** Failures by class of SQLSTATE: data that does not fit, a constraint, a statement that makes no sense. */
const CLASSES: { readonly [state: string]: Failure["code"] } = {
  "0A": "invalid-argument",
  "22": "invalid-argument",
  "23": "conflict",
  "25": "denied",
  "42": "invalid-argument",
};
const STATES: { readonly [state: string]: Failure["code"] } = {
  "23502": "invalid-argument",
  "42501": "not-granted",
  "57014": "timed-out",
};
/** Errors of the driver that keep no SQLSTATE. */
const NAMES: { readonly [name: string]: Failure["code"] } = {
  InvalidInputError: "invalid-argument",
  StatementTimeoutError: "timed-out",
};

type Link = {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly context?: unknown;
};

/**
 * Translates an error of Postgres for a plugin; null when it is nothing that a statement of a plugin can bring about.
 */
export function databaseFailure(error: unknown): Failure | null {
  let found: Failure | null = null;
  for (let at = error as Link | undefined; typeof at === "object" && at !== null; at = linkOf(at)) {
    const state = typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code) ? at.code : "";
    const code = STATES[state] ?? CLASSES[state.slice(0, 2)] ?? NAMES[at.constructor.name];
    // The innermost error says it best.
    if (code !== undefined) found = failure(code, String(at.message));
  }
  return found;
}

/** An error that nobody listened to has the one that it is about as its context. */
function linkOf(error: Link): Link | undefined {
  return (error.cause ?? error.context) as Link | undefined;
}
