/**
 * The candidate nearest to `word` by edit distance (Damerau, restricted), if it is near enough to be a slip of the
 * fingers.
 */
export function nearMiss(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = word.length === 1 ? 1 : Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** ` Did you mean x?` when there is a near miss, else an empty string: to be appended to a message. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const best = nearMiss(word, candidates);
  return best === undefined ? "" : ` Did you mean ${best}?`;
}

function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      let value = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + cost);
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && swapped) value = Math.min(value, beforeLast[column - 2]! + 1);
      current.push(value);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length]!;
}
