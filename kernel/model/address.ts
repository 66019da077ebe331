import type { Source } from "../base/fault.ts";
import type { KindName } from "./kind-types.ts";

/** A segment of a path as it was declared: a text, or a hole that any one segment fills. */
export type PatternSegment = { readonly text: string } | { readonly hole: string };

/** A path with holes: `/films/{year}`. `*` at the end stands for one segment or more: `/assets/{hash}/*`. */
export type PathPattern = {
  /** As it was declared. */
  readonly text: string;
  readonly segments: readonly PatternSegment[];
  /** Whether it ends with `*`. */
  readonly isOpen: boolean;
  /** The same for patterns that answer the same paths, whatever their holes are called: `/films/{}`. */
  readonly shape: string;
};

export type Method = "GET" | "POST";

/** Who answers at an address: the kernel or a declared object, by its name, and the part of it where there are several. */
export type AddressOwner = { readonly kind: "kernel" | KindName; readonly name: string; readonly part?: string };

/** Something that a site answers. What may be read by GET may be read by HEAD. */
export type Address = {
  readonly pattern: PathPattern;
  readonly methods: readonly Method[];
  readonly owner: AddressOwner;
  /** The permission that it asks for; null where it asks for none, or who answers looks at more than that. */
  readonly permission: string | null;
  /** Where its path was declared; null for addresses of the kernel, and in a snapshot. */
  readonly source: Source | null;
};
