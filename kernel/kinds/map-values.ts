/** A map of the same keys, in their order, with what `make` makes of each value. */
export function mapValues<Value, Made>(
  map: ReadonlyMap<string, Value>,
  make: (name: string, value: Value) => Made,
): ReadonlyMap<string, Made> {
  return new Map([...map].map(([name, value]) => [name, make(name, value)]));
}
