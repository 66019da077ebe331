/**
 * Types of each kind of declared object, by its name: the type of its spec, and its part of the snapshot. Each kind
 * adds its own entry, in its `-spec.ts`; so no list of kinds stands on this floor, and `KINDS_IN_ORDER` does not
 * compile without every one of them.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the entries are in the folders of the kinds
export interface KindTypes {}

/**
 * The kinds of declared objects. A `pack` is one from npm, with its version; `template`, `asset` and `plugin` are
 * files.
 */
export type KindName = keyof KindTypes;

/** The spec of an object of a kind, as its file gives it. */
export type SpecOf<Name extends KindName> = KindTypes[Name]["spec"];

/** Part of the snapshot that comes from one kind. */
export type ShareOf<Name extends KindName> = KindTypes[Name]["share"];

/** Part of the snapshot that comes from all kinds together. */
export type KindShares = Intersection<KindTypes[KindName]["share"]>;

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;
