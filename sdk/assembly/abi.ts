/** Where the kernel writes what does not fit into one word. */
export const RESULT: usize = memory.data(16, 8);

/** Where a tap leaves the address and length of the string that it returns. */
const RETURNED: usize = memory.data(8, 4);

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

/** The address of `length` code units at `start`, as a tap returns them. */
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
