import type { TSchema } from "@sinclair/typebox";
import type { FaultCode } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import type { Db } from "../model/db.ts";
import type { DesiredObject, KindName } from "../model/desired.ts";

/** What a check may look at, and how it reports. */
export type CheckContext = {
  readonly object: DesiredObject;
  find(kind: KindName, name: string): DesiredObject | undefined;
  all(kind: KindName): readonly DesiredObject[];
  /** Every permission that exists in the desired state. */
  readonly permissions: ReadonlySet<string>;
  /** Reports a problem at a path of the object; `on` says whether the key or the value is underlined. */
  report(code: FaultCode, path: readonly (string | number)[], message: string, on?: "key" | "value"): void;
};

/** Everything about one kind of declared object, in one place. */
export type Kind = {
  readonly name: KindName;
  /** The folder of a pack that holds its files, one object each; null for kinds that are not YAML files in a folder. */
  readonly folder: string | null;
  /** The pattern of its names. */
  readonly namePattern: string;
  /** The TypeBox schema of a file, without `extends`. */
  readonly schema: TSchema;
  /**
   * Lists whose entries are told apart by a key, by path with `*` for any name: `{ "displays": "id", "displays.*.filters": "id" }`.
   * Layers merge such entries by key, and the plan compares them by key. `sets` are lists of scalars without order.
   */
  readonly keyedLists: { readonly [path: string]: string };
  readonly sets: readonly string[];
  /** The canonical form: shorthands written out and ids filled in, so that equal meaning is equal JSON. */
  canonical(spec: JsonObject): JsonObject;
  /** What the schema cannot say: references to other objects, settings that do not fit. */
  check(context: CheckContext): void;
  /** The live objects by name, in canonical form. */
  read(db: Db): Promise<ReadonlyMap<string, JsonObject>>;
  create(db: Db, name: string, spec: JsonObject): Promise<void>;
  update(db: Db, name: string, before: JsonObject, after: JsonObject): Promise<void>;
  remove(db: Db, name: string): Promise<void>;
};
