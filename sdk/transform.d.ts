import type { Transform } from "assemblyscript/transform";
import type { Export } from "./marked-functions.ts";

/** A place in a source, as the compiler has it: offsets. */
export type Range = {
  readonly start: number;
  readonly end: number;
  readonly source: { readonly normalizedPath: string };
};

/** Turns functions marked with `@tap` and `@callback` into exports. */
export type Placed = Export & { readonly range: Range };
declare const AuthorTransform: new () => Transform & { readonly exports: readonly Placed[] };
export default AuthorTransform;
