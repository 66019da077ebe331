import { Failure } from "./failure";

/** Result of a call of the kernel: a value, or the failure that took its place. */
export class Result<T> {
  private held!: T;

  private constructor(readonly failure: Failure | null) {}

  static of<T>(value: T): Result<T> {
    const result = new Result<T>(null);
    result.held = value;
    return result;
  }

  static failed<T>(failure: Failure): Result<T> {
    return new Result<T>(failure);
  }

  get isOk(): bool {
    return this.failure === null;
  }

  /** The value. There being none stops the plugin's call with the failure in the log: look at `isOk` first where that is too harsh. */
  get value(): T {
    const failure = this.failure;
    if (failure !== null) throw new Error(failure.toString());
    return this.held;
  }

  /** The value, or `fallback` where there is none. */
  or(fallback: T): T {
    return this.failure === null ? this.held : fallback;
  }
}
