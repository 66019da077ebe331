import { Failure } from "./failure";
import { Result } from "./result";

/** Where the kernel writes what does not fit into one word. The largest is `result<u64, failure>`. */
export const RESULT: usize = memory.data(24, 8);

/** Where an export leaves what does not fit into one word. */
export const RETURNED: usize = memory.data(16, 4);

/**
 * Memory for a string that the kernel hands over. What is allocated is a string already, so lifting it copies nothing.
 * The runtime never frees: the kernel resets the whole memory when the request ends.
 */
export function cabi_realloc(old: usize, oldSize: usize, alignment: usize, size: usize): usize {
  const block = __new(size, idof<string>());
  if (old != 0) memory.copy(block, old, min(oldSize, size));
  return block;
}

/** The string whose address and length the kernel wrote at `at`. */
// @ts-ignore: decorator
@inline
export function liftString(at: usize): string {
  return load<u32>(at, 4) == 0 ? "" : changetype<string>(load<usize>(at));
}

/** The string that the kernel wrote as an option, or null. */
// @ts-ignore: decorator
@inline
export function liftOptionalString(): string | null {
  return load<u8>(RESULT) == 0 ? null : liftString(RESULT + 4);
}

/** The failure in a `result<_, failure>`, or null. */
export function liftFailure(): Failure | null {
  return load<u8>(RESULT) == 0 ? null : failureAt(RESULT + 4);
}

/** A `result<string, failure>`. */
export function liftText(): Result<string> {
  const failure = liftFailure();
  return failure === null ? Result.of<string>(liftString(RESULT + 4)) : Result.failed<string>(failure);
}

/** A `result<u64, failure>`: its payload is aligned to eight bytes. */
export function liftCount(): Result<u64> {
  if (load<u8>(RESULT) != 0) return Result.failed<u64>(failureAt(RESULT + 8));
  return Result.of<u64>(load<u64>(RESULT, 8));
}

function failureAt(at: usize): Failure {
  return new Failure(load<u8>(at), liftString(at + 4));
}

/** The address of `length` code units at `start`, as an export returns them. */
export function lower(start: usize, length: i32): usize {
  store<usize>(RETURNED, start);
  store<i32>(RETURNED, length, 4);
  return RETURNED;
}

// @ts-ignore: decorator
@inline
export function addressOf(text: string): usize {
  return changetype<usize>(text);
}
