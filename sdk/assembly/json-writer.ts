import { lower } from "./abi";

/** JSON text under construction: UTF-16 code units from `start` up to `end`; `limit` is where the block ends. */
let start: usize = 0;
let end: usize = 0;
let limit: usize = 0;

const QUOTE: u16 = 0x22;
const BACKSLASH: u16 = 0x5c;
/** One, and the highest bit, in each of the four code units of a word. */
const ONES: u64 = 0x0001000100010001;
const HIGHS: u64 = 0x8000800080008000;
const HEX: string = "0123456789abcdef";

export function begin(): void {
  if (start == 0) {
    start = heap.alloc(2048);
    limit = start + 2048;
  }
  end = start;
}

/** The finished text as a string of its own. */
export function text(): string {
  const size = end - start;
  const block = __new(size, idof<string>());
  memory.copy(block, start, size);
  return changetype<string>(block);
}

/** The finished text, as a tap returns it. */
export function finish(): usize {
  return lower(start, <i32>((end - start) >> 1));
}

function reserve(bytes: usize): void {
  if (end + bytes <= limit) return;
  const used = end - start;
  const size = max(used + bytes, (limit - start) * 2);
  start = heap.realloc(start, size);
  end = start + used;
  limit = start + size;
}

/** Writes `text` as it is. */
export function raw(text: string): void {
  const bytes = <usize>text.length << 1;
  reserve(bytes + 8);
  const from = changetype<usize>(text);
  let at: usize = 0;
  for (; at + 8 <= bytes; at += 8) store<u64>(end + at, load<u64>(from + at));
  for (; at < bytes; at += 2) store<u16>(end + at, load<u16>(from + at));
  end += bytes;
}

/** Writes a whole number. */
export function integer(value: i32): void {
  reserve(24);
  let rest: i64 = value;
  if (rest < 0) {
    store<u16>(end, 0x2d);
    end += 2;
    rest = -rest;
  }
  let digits = 1;
  for (let power: i64 = 10; power <= rest; power *= 10) digits++;
  for (let at = digits; at > 0; at--) {
    store<u16>(end + (<usize>(at - 1) << 1), <u16>(0x30 + (rest % 10)));
    rest /= 10;
  }
  end += <usize>digits << 1;
}

/** Writes `text` as a JSON string. */
export function quoted(text: string): void {
  const length = text.length;
  // The worst case of a code unit is an escape of six.
  reserve((<usize>length * 6 + 2) << 1);
  const from = changetype<usize>(text);
  let to = end;
  store<u16>(to, QUOTE);
  to += 2;
  const last = from + (<usize>length << 1);
  let at = from;
  while (at < last) {
    if (at + 8 <= last) {
      const units = load<u64>(at);
      if (isPlain(units)) {
        store<u64>(to, units);
        at += 8;
        to += 8;
        continue;
      }
    }
    const unit = load<u16>(at);
    at += 2;
    if (unit >= 0x20 && unit != QUOTE && unit != BACKSLASH) {
      store<u16>(to, unit);
      to += 2;
    } else {
      to = escaped(to, unit);
    }
  }
  store<u16>(to, QUOTE);
  end = to + 2;
}

/** True when none of four code units needs an escape: the usual tests for a lane that is zero, or below a limit. */
// @ts-ignore: decorator
@inline
function isPlain(units: u64): bool {
  const quotes = units ^ (ONES * QUOTE);
  const backslashes = units ^ (ONES * BACKSLASH);
  const found =
    ((units - ONES * 0x20) & ~units) | ((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes);
  return (found & HIGHS) == 0;
}

function escaped(to: usize, unit: u16): usize {
  store<u16>(to, BACKSLASH);
  if (unit >= 0x20) {
    store<u16>(to, unit, 2);
    return to + 4;
  }
  store<u16>(to, 0x75, 2);
  store<u16>(to, 0x30, 4);
  store<u16>(to, 0x30, 6);
  store<u16>(to, <u16>HEX.charCodeAt(unit >> 4), 8);
  store<u16>(to, <u16>HEX.charCodeAt(unit & 15), 10);
  return to + 12;
}
