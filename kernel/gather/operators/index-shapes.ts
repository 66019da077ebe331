/** An index in which the rows of each value stand in the order of the listing. */
export function orderedValues(expression: string, order: string): string {
  return `(${expression}, ${order})`;
}

/** An index of ranges; the order of the listing would not help within one. */
export function orderedRanges(expression: string): string {
  return `(${expression})`;
}

/** An index of the parts of words. */
export function trigrams(expression: string): string {
  return `gin (${expression} gin_trgm_ops)`;
}

/** Says that no index helps. */
export function noIndex(): null {
  return null;
}
