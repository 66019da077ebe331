type Keys = readonly string[];

/** True when the keys that both lists have stand in the same order in both. */
export function sameOrder(left: Keys, right: Keys): boolean {
  const inLeft = new Set(left);
  const inRight = new Set(right);
  const common = right.filter((key) => inLeft.has(key));
  return left.filter((key) => inRight.has(key)).every((key, index) => key === common[index]);
}

/** `base` with the keys that only `other` has, each after the key that it follows there. */
export function withKeysOf(base: Keys, other: Keys): Keys {
  const merged = [...base];
  const known = new Set(base);
  other.forEach((key, index) => {
    if (known.has(key)) return;
    known.add(key);
    merged.splice(index === 0 ? 0 : merged.indexOf(other[index - 1]!) + 1, 0, key);
  });
  return merged;
}
