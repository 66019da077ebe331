/**
 * Makes a value once for each key and keeps it as long as the process lives: for keys that the code gives, never for
 * those of visitors or files.
 */
export function onceForEach<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new Map<Key, Value>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
