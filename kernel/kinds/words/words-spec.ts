import type { Words } from "../../model/words.ts";

/** Sentences by group and name. Their schema is made from the catalogue, in `words.ts`. */
export type WordsSpec = { readonly [group: string]: { readonly [name: string]: string } };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly words: { readonly spec: WordsSpec; readonly share: { readonly words: Words } };
  }
}
