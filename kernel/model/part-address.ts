/** The names in the address of an object or a part of it: one with a dot in it stands in quotes. */
export function namesIn(address: string): readonly string[] {
  return [...address.matchAll(/"(?:[^"\\]|\\.)*"|[^.]+/g)].map(([name]) =>
    name.startsWith('"') ? (JSON.parse(name) as string) : name,
  );
}

export function lastName(address: string): string {
  return namesIn(address).at(-1)!;
}
