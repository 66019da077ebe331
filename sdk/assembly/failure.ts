/** Why the kernel did not do what it was asked to; the cases of `failure-code` in the contract, in order. */
export enum FailureCode {
  NotFound,
  InvalidArgument,
  TypeMismatch,
  NotGranted,
  Denied,
  Conflict,
  TooLarge,
  TimedOut,
  Unavailable,
  Failed,
}

// @ts-ignore: decorator
@lazy
const NAMES = [
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
];

/** Failure of a call. `detail` is for the log, never for a visitor. */
export class Failure {
  constructor(
    readonly code: FailureCode,
    readonly detail: string,
  ) {}

  /** Says what is wrong with a field, for `item_presave`: the editor reads it beside the field. */
  static on(field: string, message: string): Failure {
    return new Failure(FailureCode.InvalidArgument, field + ": " + message);
  }

  toString(): string {
    return NAMES[this.code] + ": " + this.detail;
  }
}
