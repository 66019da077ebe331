import { FAULT_CODES } from "./fault-codes.ts";

export type FaultCode = keyof typeof FAULT_CODES;

/** A place in a text file: lines and columns count from 1; `length` is the number of characters to underline. */
export type Source = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length?: number;
};

export type FaultDetail = {
  readonly hint?: string;
  readonly source?: Source;
  /** The place that it is at odds with. */
  readonly other?: Source;
  readonly cause?: unknown;
};

/** The one error of Trovato: a stable code, a message that says what and where, and a hint that says what to do. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly hint: string | undefined;
  readonly source: Source | undefined;
  readonly other: Source | undefined;

  constructor(code: FaultCode, message: string, detail: FaultDetail = {}) {
    super(message, { cause: detail.cause });
    this.name = "Fault";
    this.code = code;
    this.hint = detail.hint;
    this.source = detail.source;
    this.other = detail.other;
  }

  /** The HTTP status that this fault answers with. */
  get status(): number {
    return FAULT_CODES[this.code].status;
  }
}

/** Several faults found in one pass, thrown together. */
export class Faults extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(
      `${faults.length} ${faults.length === 1 ? "fault" : "faults"}: ${faults.map((fault) => fault.message).join(" ")}`,
    );
    this.name = "Faults";
    this.faults = faults;
  }
}
