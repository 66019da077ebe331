const PER_VALUE = 16;
const PER_PROPERTY = 32;

/** Roughly how many bytes of memory `value` holds. Values that are shared inside it count each time. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return PER_VALUE + value.length * 2;
  if (typeof value !== "object" || value === null) return PER_VALUE;
  if (ArrayBuffer.isView(value)) return PER_VALUE + value.byteLength;
  if (value instanceof Map) return sizeOfAll(value.keys()) + sizeOfAll(value.values());
  if (Array.isArray(value) || value instanceof Set) return sizeOfAll(value);
  let size = PER_VALUE;
  for (const entry of Object.values(value)) size += PER_PROPERTY + sizeOf(entry);
  return size;
}

function sizeOfAll(values: Iterable<unknown>): number {
  let size = PER_VALUE;
  for (const value of values) size += sizeOf(value);
  return size;
}
