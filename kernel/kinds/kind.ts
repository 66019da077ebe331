import type { TSchema } from "@sinclair/typebox";
import type { Fault, FaultCode } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import type { DeclaredAddress, DeclaredLink } from "../model/address.ts";
import type { Db } from "../model/db.ts";
import type { DesiredObject } from "../model/desired.ts";
import type { KindName, ShareOf, SpecOf } from "../model/kind-types.ts";
import type { Action } from "../model/plan.ts";
import type { Site, SiteIdentity } from "../model/site.ts";
import type { Words } from "../model/words.ts";
import type { Asset } from "./asset/asset-spec.ts";
import type { Templates } from "./template/template-spec.ts";

/** Context of a check: what it may look at, and how it reports. */
export type CheckContext = {
  readonly object: DesiredObject;
  find(kind: KindName, name: string): DesiredObject | undefined;
  all(kind: KindName): readonly DesiredObject[];
  /** Every permission that exists in the desired state. */
  readonly permissions: ReadonlySet<string>;
  /** Reports a problem at a path of the object; `on` says whether the key or the value is underlined. */
  report(code: FaultCode, path: readonly (string | number)[], message: string, on?: "key" | "value"): void;
};

/**
 * Shape of a spec: what is special about its parts. A part is named by a path pattern: names joined by dots, `*` for
 * any one name, names in parentheses for any number of these, also none. The entries of a keyed list count as names by
 * their key.
 */
export type Shape = {
  /**
   * Lists of mappings whose entries are told apart by a key of theirs: `{ "displays": "id", "displays.*.filters": "id"
   * }`.
   */
  readonly keyedLists: { readonly [pattern: string]: string };
  /** Lists of scalars without order. */
  readonly sets: readonly string[];
  /** Mappings whose order means something: the fields of a type. */
  readonly ordered: readonly string[];
  /** Keys that tell an apply what to do and are no state: `renamed_from`. */
  readonly instructions: readonly string[];
  /**
   * Parts that belong to the site once they exist: packs give their first value, and a change by an editor is no drift.
   */
  readonly siteOwned: readonly string[];
  /** Lists and mappings to which editors may add entries: one that no pack declares is no drift. */
  readonly open: readonly string[];
  /** Entries that stay with the site, as its own, when no pack declares them any longer: they hold content. */
  readonly kept: readonly string[];
};

/** A change of one object, as a kind is asked about it: states without instructions, null where there is none. */
export type ObjectChange = {
  readonly name: string;
  readonly live: JsonObject | null;
  /** Spec that the apply would write. */
  readonly next: JsonObject | null;
  /** Spec that the packs declare, with its instructions. */
  readonly asked: JsonObject | null;
};

/**
 * Content of the tables while a plan is made: what it renames still has its old name there, and what it makes is not
 * there.
 */
export type Stored = {
  /** The name that an object has now. */
  nameOf(kind: KindName, name: string): string;
  /** The path that a part has now: of `["fields", "field_points"]` that of `field_score`. */
  pathOf(kind: KindName, name: string, path: readonly string[]): readonly string[];
  /** The objects of a kind as they are and as the packs ask for them, under their new names. */
  specsOf(kind: KindName): Iterable<readonly [name: string, spec: JsonObject]>;
};

/** A name that changes: that of an object, or of a part of it. */
export type Renamed = {
  readonly kind: KindName;
  /** The name of the object; the old one where the object itself is renamed. */
  readonly name: string;
  /** The part under its old name: `["fields", "field_rating"]`; empty for the object itself. */
  readonly path: readonly string[];
  /** The name that it has from now on. */
  readonly next: string;
  /**
   * The path of the part that it stands in from now on, where that is another one: `["tags", "Africa"]`; empty for the
   * object.
   */
  readonly under?: readonly string[];
  /** Objects that go on with a part of the old name: what speaks of them too does not follow. */
  readonly sharedBy: ReadonlySet<string>;
  /** The permissions that come with the object, and what they are called from now on. */
  readonly permissions: ReadonlyMap<string, string>;
};

/**
 * A part that comes to stand under another one: `["tags", "Rock"]` under `["tags", "Africa"]`, with the name that it
 * has there.
 */
export type PartMove = Required<Pick<Renamed, "path" | "under" | "next">>;

/** Consequence of a change beside the object itself, at a path of it (empty for the whole object). */
export type Touch = {
  readonly path: readonly string[];
  /** "3,200 items" */
  readonly impact?: string;
  /** True for a part that holds content, and that no pack declares any longer: it stays, as the site's own. */
  readonly isForgotten?: boolean;
  /** Why it is not done, what to do instead, and what stands in the way, one by one. */
  readonly blocked?: {
    readonly action: Action;
    readonly reason: string;
    readonly hint: string;
    readonly details?: readonly string[];
  };
};

/** How far a grant to a plugin can go for a table. */
export type Reach = "write" | "read" | "none";

/** Words for a first file: what `trovato new` calls the object, and the content type that it is about, if any. */
export type FirstWords = { readonly name: string; readonly label: string; readonly type: string | undefined };

/** The permissions that come with the objects of a kind. */
export type KindPermissions = {
  /** Lists the entries of one object, in the same order for all. */
  of(name: string): readonly string[];
  /** How pages show them: a group for an object, or one for all, which has no name. */
  groups(
    site: Site,
  ): readonly { readonly name: string | null; readonly title: string; readonly objects: Iterable<string> }[];
};

/** Source of the parts of a snapshot: all tables as they are at one instant, and what does not come from tables. */
export type SnapshotSource = {
  readonly db: Db;
  readonly parts: {
    readonly identity: SiteIdentity;
    /** The templates, with these words. */
    templates(words: Words): Templates;
    readonly assets: ReadonlyMap<string, Asset>;
    /** Told when a template of a plugin, or the format of a text, fails. */
    onBroken(fault: Fault): void;
  };
  /**
   * The specs of a kind that are live and served, by name in alphabetical order: equal configuration makes equal
   * snapshots.
   */
  specs<Name extends KindName>(kind: Name): Promise<ReadonlyMap<string, SpecOf<Name>>>;
  /** The part that another kind gives. */
  share<Name extends KindName>(kind: Name): Promise<ShareOf<Name>>;
};

/** Everything about one kind of declared object, in one place. What a kind does not have, it says so: `null`. */
export type Kind<Name extends KindName = KindName> = Shape & {
  readonly name: Name;
  /** How its objects come to be: people write them in YAML, a tap of a plugin declares them, or they are files. */
  readonly origin: "yaml" | "plugin" | "file";
  /** The folder of a pack that holds its files, one object each. */
  readonly folder: string | null;
  /** The pattern of its names. */
  readonly namePattern: string;
  /** The TypeBox schema of a file, without `extends`. */
  readonly schema: TSchema;
  /** The first file that `trovato new` makes of it: what it is for, and the text, which validates as it is. */
  readonly firstFile: { readonly description: string; text(words: FirstWords): string } | null;
  /**
   * Writes out the shorthands of one layer, which may leave out anything, so that layers merge by key. Done twice, it
   * changes nothing.
   */
  expand(layer: JsonObject): JsonObject;
  /**
   * The canonical form of a whole spec: expanded, and what equals a default left out, so that equal meaning is equal
   * JSON.
   */
  canonical(spec: JsonObject): JsonObject;
  /** Checks what the schema cannot say: references to other objects, settings that do not fit. */
  check(context: CheckContext): void;
  /** The addresses that an object answers at. */
  readonly addresses: ((name: string, spec: JsonObject) => readonly DeclaredAddress[]) | null;
  /** The paths of the site that an object leads to, and where in the spec they stand. */
  readonly links: ((spec: JsonObject) => readonly DeclaredLink[]) | null;
  /** The parts that this very object leaves to the site, beside `siteOwned`. */
  readonly leftToSite: ((spec: JsonObject) => readonly string[]) | null;
  /**
   * True where it lets visitors do more, or says what others may do or hear: a pack from npm then needs the leave of
   * the site.
   */
  readonly needsLeave: boolean;
  /** The plugin that an object belongs to, and is served with. */
  readonly pluginOf: ((spec: JsonObject) => string | undefined) | null;
  /** The permissions that come with an object. */
  readonly permissions: KindPermissions | null;
  /** The tables that hold its objects and what hangs on them, each with how far a plugin may be let. */
  readonly tables: { readonly [table: string]: Reach };
  /** Makes its part of the snapshot. */
  share(source: SnapshotSource): Promise<ShareOf<Name>>;
  /** Fate of an object that packs declared and no longer do: `forget` leaves it live, managed by nobody. */
  readonly whenAbsent: "remove" | "forget";
  /**
   * Counts what a change would touch; asked only of objects that change, before anything is renamed: rows are found by
   * `stored`.
   */
  touches(db: Db, change: ObjectChange, stored: Stored): Promise<readonly Touch[]>;
  /** The live objects by name, in canonical form, by one query. */
  read(db: Db): Promise<ReadonlyMap<string, JsonObject>>;
  create(db: Db, name: string, spec: JsonObject): Promise<void>;
  update(db: Db, name: string, before: JsonObject, after: JsonObject): Promise<void>;
  remove(db: Db, name: string): Promise<void>;
  /** Makes a spec follow a rename; returns the spec itself where nothing does. For kinds that name something else. */
  readonly followed: ((name: string, spec: JsonObject, renamed: Renamed) => JsonObject) | null;
  /** How an object gets another name; null where that is another object. */
  readonly renames: KindRenames | null;
  /** How content that hangs on its objects goes with them. */
  readonly content: KindContent | null;
};

/** The parts of an object under the names that they have from now on. */
export type LiveParts = {
  readonly spec: JsonObject;
  /** Spec that the packs declared before; null where they said nothing. */
  readonly last: JsonObject | null;
  /** The path that a part still has in the tables. */
  pathBefore(path: readonly string[]): readonly string[];
};

/** How objects of a kind, and parts of them, get their new names. */
export type KindRenames = {
  /** Gives the new name, with all that is stored under the old one; `inBatches` only begins to move what is stored. */
  rename(db: Db, renamed: Renamed, inBatches?: boolean): Promise<void>;
  /** Counts what is stored under the old name: "3,200 items, 3,200 revisions"; null when nothing is. */
  count(db: Db, renamed: Renamed): Promise<string | null>;
  /** Returns true when a rename moves more rows than `most`, and may go in batches. */
  isLong(db: Db, renamed: Renamed, most: number): Promise<boolean>;
  /** The next part that is to stand elsewhere than it does. */
  moved(asked: JsonObject, live: LiveParts): PartMove | null;
};

/** Parts that hold content: the fields of a type. */
export type KindParts = {
  /** The mapping that they stand in: `fields`. */
  readonly under: string;
  /** Counts the items that hold something in a part. */
  count(db: Db, name: string, part: string): Promise<number>;
  /** Destroys a part, with all that items hold in it. */
  destroy(db: Db, name: string, part: string): Promise<void>;
};

/** Operations on the content that objects of a kind hold. */
export type KindContent = {
  /** Rewrites what is stored under an object so that it fits the change of it. */
  rewrite(db: Db, change: ObjectChange): Promise<void>;
  /**
   * Tells whether that rewrites what is stored under the part at `path`, which then cannot be on its way in batches.
   */
  isRewritten(change: ObjectChange, path: readonly string[]): boolean;
  /** How many items hang on the object. */
  count(db: Db, name: string): Promise<number>;
  /** Counts what goes with the object: `2 items`, `its 14 tags`; and what becomes of what refers to that. */
  goes(db: Db, name: string): Promise<{ readonly what: string; readonly besides: string }>;
  /** Destroys the object and what hangs on it, and takes out what referred to that. */
  destroy(db: Db, name: string): Promise<void>;
  /** Parts of an object that hold content by themselves; null where none do. */
  readonly parts: KindParts | null;
};
