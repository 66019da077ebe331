import { Fault } from "../base/fault.ts";
import { payFuel } from "./fuel.ts";
import type { CoreValue, Store } from "./store.ts";
import { viewsOf } from "./store.ts";

const LONGEST_NAME = 64;
const MOST_NAMES = 512;
/** The longest string that either side takes, in code units or bytes. */
const LONGEST_STRING = 4 * 1024 * 1024;

/** A unit of fuel pays for 2^this code units or bytes that are copied. */
const UNITS_PER_FUEL = 2;

/** How a module holds strings. One entry has all that differs. */
type Encoding = {
  readonly alignment: number;
  /** The bytes of `length` units. */
  readonly size: (length: number) => number;
  readonly matches: (store: Store, at: number, text: string) => boolean;
  readonly decode: (bytes: Buffer, start: number, end: number) => string;
  readonly encodedLength: (text: string) => number;
  readonly encode: (store: Store, text: string, at: number) => void;
};

const strict = new TextDecoder("utf-8", { fatal: true });

export const ENCODINGS: { readonly utf8: Encoding; readonly utf16: Encoding } = {
  utf8: {
    alignment: 1,
    size: (length) => length,
    matches(store, at, text) {
      const { bytes } = store.views;
      for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text.charCodeAt(index)) return false;
      return true;
    },
    decode: decodeUtf8,
    encodedLength: (text) => Buffer.byteLength(text),
    encode: (store, text, at) => {
      store.views.bytes.write(text, at, "utf8");
    },
  },
  utf16: {
    alignment: 2,
    size: (length) => length * 2,
    matches(store, at, text) {
      const { units } = store.views;
      const from = at >>> 1;
      for (let index = 0; index < text.length; index++)
        if (units[from + index] !== text.charCodeAt(index)) return false;
      return true;
    },
    decode: (bytes, start, end) => bytes.toString("utf16le", start, end),
    encodedLength: (text) => text.length,
    encode: encodeUtf16,
  },
};

/** Short text is copied by hand: a call into the engine's own copy costs more. */
const BY_HAND = 48;

function encodeUtf16(store: Store, text: string, at: number): void {
  if (text.length > BY_HAND) {
    store.views.bytes.write(text, at, "utf16le");
    return;
  }
  const { units } = store.views;
  const from = at >>> 1;
  for (let index = 0; index < text.length; index++) units[from + index] = text.charCodeAt(index);
}

function decodeUtf8(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("utf8", start, end);
  if (!text.includes("\ufffd")) return text;
  try {
    return strict.decode(bytes.subarray(start, end));
  } catch {
    return refuse("a string is not UTF-8");
  }
}

export function encodingOf(store: Store): Encoding {
  return ENCODINGS[store.plugin.spec.string_encoding ?? "utf8"];
}

/** @throws Fault `plugin.bad_argument` */
function refuse(what: string): never {
  throw new Fault("plugin.bad_argument", `It passed something that the contract does not allow: ${what}.`);
}

/**
 * The string of `length` units at `pointer`, checked: within memory, no NUL, no lone surrogate.
 * @throws Fault `plugin.bad_argument`
 */
export function liftString(store: Store, pointer: number, length: number): string {
  const views = viewsOf(store);
  const start = pointer >>> 0;
  const units = length >>> 0;
  if (units === 0) return "";
  const encoding = encodingOf(store);
  const end = start + encoding.size(units);
  if (units > LONGEST_STRING) return refuse("a string is too long");
  if (end > views.bytes.length) return refuse("a string lies outside its memory");
  if (start % encoding.alignment !== 0) return refuse("a string is not aligned");
  if (units > LONGEST_NAME) {
    payFuel(store, units >>> UNITS_PER_FUEL);
    return checked(encoding.decode(views.bytes, start, end));
  }
  const known = store.names.get(start);
  if (known !== undefined && known.length === units && encoding.matches(store, start, known)) return known;
  const text = checked(encoding.decode(views.bytes, start, end));
  // Only a text that is as long as its encoding can be compared unit by unit.
  if (text.length === units && (known !== undefined || store.names.size < MOST_NAMES)) store.names.set(start, text);
  return text;
}

function checked(text: string): string {
  if (text.includes("\0")) return refuse("a string holds a NUL");
  if (!text.isWellFormed()) return refuse("a string holds half of a surrogate pair");
  return text;
}

/**
 * Puts `text` into memory that the guest allocates, and its address and length at `at`.
 * @throws Fault `plugin.bad_argument` when the guest's allocator gives memory that is not there
 */
export function lowerString(store: Store, at: number, text: string): void {
  checkAddress(store, at, 8, 4);
  const length = encodingOf(store).encodedLength(text);
  const address = place(store, text, length);
  const { words } = store.views;
  const word = at >>> 2;
  words[word] = address;
  words[word + 1] = length;
}

/** Puts `text` into memory that the guest allocates, and its address and length at the end of a call's parameters. */
export function passString(store: Store, text: string, parameters: CoreValue[]): void {
  const length = encodingOf(store).encodedLength(text);
  parameters.push(place(store, text, length), length);
}

/** The address of `text`, which has `length` units, in memory that the guest allocates. */
function place(store: Store, text: string, length: number): number {
  const encoding = encodingOf(store);
  if (length > LONGEST_STRING) refuse("a value is larger than a plugin can take");
  const size = encoding.size(length);
  if (length > LONGEST_NAME) payFuel(store, length >>> UNITS_PER_FUEL);
  const address = length === 0 ? encoding.alignment : allocate(store, encoding.alignment, size);
  if (address + size > viewsOf(store).bytes.length || address % encoding.alignment !== 0)
    refuse("its allocator returned a bad address");
  encoding.encode(store, text, address);
  return address;
}

function allocate(store: Store, alignment: number, size: number): number {
  store.allocating = true;
  const address = store.realloc!(0, 0, alignment, size);
  store.allocating = false;
  return address >>> 0;
}

/** Checks that `size` bytes at `at` are in memory and aligned. @throws Fault `plugin.bad_argument` */
export function checkAddress(store: Store, at: number, size: number, alignment: number): void {
  const from = at >>> 0;
  if (from % alignment !== 0 || from + size > viewsOf(store).bytes.length) refuse("an address is not in its memory");
}
