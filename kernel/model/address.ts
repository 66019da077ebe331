import type { Source } from "../base/fault.ts";
import type { KindName } from "./kind-types.ts";

/** A segment of a path as it was declared: a text, or a hole that any one segment fills. */
export type PatternSegment = { readonly text: string } | { readonly hole: string };

/** A path with holes: `/films/{year}`. `*` at the end stands for one segment or more: `/assets/{hash}/*`. */
export type PathPattern = {
  /** As it was declared. */
  readonly text: string;
  readonly segments: readonly PatternSegment[];
  /** True when it ends with `*`. */
  readonly isOpen: boolean;
  /** The same for patterns that answer the same paths, whatever their holes are called: `/films/{}`. */
  readonly shape: string;
};

export type Method = "GET" | "POST";

/**
 * Who answers at an address: the kernel or a declared object, by its name, and the part of it where there are several.
 */
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

/** An address as a declared object gives it: its path is not read yet, `at` is where in the spec it stands. */
export type DeclaredAddress = {
  readonly path: string;
  readonly at: readonly (string | number)[];
  readonly methods: readonly Method[];
  readonly part?: string;
  readonly permission?: string | undefined;
};

/** A path that a declared object leads to, perhaps with a query. */
export type DeclaredLink = { readonly path: string; readonly at: readonly (string | number)[] };

/** Address that answers a path, with the text that stood in the holes of its pattern. */
export type AddressMatch = {
  readonly address: Address;
  readonly values: { readonly [hole: string]: string };
  /** The path is `/`, where the page at another address is shown. */
  readonly isFront: boolean;
};

/** Every address that a site answers. */
export type AddressBook = {
  readonly addresses: readonly Address[];
  /** Finds the address that answers `path`, decoded: of several the most specific, from the left. */
  find(path: string): AddressMatch | undefined;
  /** The address of an owner, or of a part of it. */
  of(owner: AddressOwner): Address | undefined;
};
