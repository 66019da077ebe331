/** The cases of the WIT enum `log-level`, in order. */
export const LOG_LEVELS = ["debug", "info", "warning", "error"] as const;
/** The cases of the WIT enum `access-result`, in order. */
export const ACCESS_RESULTS = ["neutral", "grant", "deny"] as const;
export type AccessResult = (typeof ACCESS_RESULTS)[number];
/** The cases of the WIT enum `failure-code`, in order. */
export const FAILURE_CODES = [
  "not-found",
  "invalid-argument",
  "type-mismatch",
  "not-granted",
  "denied",
  "conflict",
  "too-large",
  "timed-out",
  "unavailable",
  "failed",
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

/**
 * The error of a WIT `result`. It is the only object that a host function answers with; `detail` is for the log, never
 * for a visitor.
 */
export type Failure = { readonly code: FailureCode; readonly detail: string };
