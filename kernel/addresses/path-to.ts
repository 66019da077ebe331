import type { KernelName } from "./kernel-addresses.ts";
import { KERNEL_ADDRESSES } from "./kernel-addresses.ts";
import { fillPattern, pathPattern } from "./path-pattern.ts";

const PATTERNS = Object.fromEntries(
  Object.entries(KERNEL_ADDRESSES).map(([name, { path }]) => [name, pathPattern(path)]),
);

/** Values for the holes of a path, by type: `{ id: string }` for `/item/{id}`. */
type Holes<Path extends string> = Path extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | Holes<Rest>
  : Path extends `${string}/*`
    ? "*"
    : never;
type Values<Name extends KernelName> = { readonly [Hole in Holes<(typeof KERNEL_ADDRESSES)[Name]["path"]>]: string };

/** The path of a page of the kernel, with `values` in its holes: `pathTo("account", { id })`. */
export function pathTo<Name extends KernelName>(
  name: Name,
  ...[values]: [keyof Values<Name>] extends [never] ? [] : [values: Values<Name>]
): string {
  return fillPattern(PATTERNS[name]!, values ?? {})!;
}
