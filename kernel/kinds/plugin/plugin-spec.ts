import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Description, MACHINE_NAME, named, oneOf, Scalar } from "../../model/specs/common.ts";
import { TAPS } from "../../model/taps.ts";

export const COLUMN_TYPES = [
  "text",
  "integer",
  "bigint",
  "decimal",
  "boolean",
  "date",
  "timestamp",
  "uuid",
  "json",
] as const;

const Name = Type.String({ pattern: MACHINE_NAME, examples: ["a_machine_name"] });
const DataMode = Type.Optional(
  oneOf(["handle", "full"], "How items are handed over: by handle, or whole as JSON. Default: handle."),
);
const TAP_OPTIONS = {
  data_mode: DataMode,
  weight: Type.Optional(
    Type.Integer({ description: "Lower comes first; equal weights go by dependencies. Default: 0." }),
  ),
};
const OF_TYPES = {
  ...TAP_OPTIONS,
  types: Type.Optional(
    Type.Array(Name, { uniqueItems: true, description: "The content types that it has a say about. Default: all." }),
  ),
};
const OPTIONS = { additionalProperties: false, description: "How the plugin takes part in this tap." };

/** The taps that may be about items of some types alone. */
const ABOUT_TYPES: readonly string[] = ["tap_item_access", "tap_item_grants"];

function optionsOf(tap: string) {
  return ABOUT_TYPES.includes(tap) ? Type.Object(OF_TYPES, OPTIONS) : Type.Object(TAP_OPTIONS, OPTIONS);
}

const Column = Type.Object(
  {
    type: oneOf(COLUMN_TYPES, "What the column holds."),
    required: Type.Optional(Type.Boolean({ description: "Whether every row has a value. Default: false." })),
    unique: Type.Optional(Type.Boolean({ description: "Whether no two rows have the same value. Default: false." })),
    index: Type.Optional(Type.Boolean({ description: "Whether rows are looked up by it. Default: false." })),
    default: Type.Optional(Scalar),
    references: Type.Optional(
      oneOf(["item", "category_tag"], "The id of one of these: the row goes when what it refers to is deleted."),
    ),
  },
  { additionalProperties: false, description: "A column." },
);
const Table = Type.Object(
  { columns: named(Column, "The columns, beside `id`, which every table has.") },
  { additionalProperties: false, description: "A table of the plugin's own." },
);
const TableNames = Type.Optional(
  Type.Array(Name, { uniqueItems: true, description: "Tables of the kernel or of other plugins, by their names." }),
);

/** Requests of a plugin, and grants of a site. */
export const RequestsSpec = Type.Object(
  {
    db: Type.Optional(
      Type.Object(
        { read: TableNames, write: TableNames },
        { additionalProperties: false, description: "Tables beyond the plugin's own." },
      ),
    ),
    raw_sql: Type.Optional(oneOf(["read", "write"], "Statements of its own, that read or that write too.")),
    queue: Type.Optional(Type.Boolean({ description: "Whether it queues jobs." })),
    invoke: Type.Optional(
      Type.Array(Name, { uniqueItems: true, description: "The plugins whose functions it calls." }),
    ),
  },
  { additionalProperties: false, description: "What it may do. A request takes effect as far as the site grants it." },
);

export const PluginSpec = Type.Object(
  {
    name: Type.String({ pattern: MACHINE_NAME, description: "The name of its folder." }),
    version: Type.String({ pattern: "^\\d+\\.\\d+\\.\\d+", examples: ["1.0.0"], description: "A semantic version." }),
    description: Description,
    abi: Type.Literal(1, { description: "The major version of the contract that the plugin was built for." }),
    string_encoding: Type.Optional(
      oneOf(
        ["utf8", "utf16"],
        "How the module holds strings: utf16 in AssemblyScript, utf8 in Rust and C. Default: utf8.",
      ),
    ),
    dependencies: Type.Optional(
      Type.Array(Name, { uniqueItems: true, description: "Plugins that must be enabled, and come before this one." }),
    ),
    data_mode: DataMode,
    taps: Type.Object(
      {
        implements: Type.Array(Type.String(), { uniqueItems: true, description: "The taps that the module exports." }),
        options: Type.Optional(
          Type.Object(Object.fromEntries(Object.keys(TAPS).map((tap) => [tap, Type.Optional(optionsOf(tap))])), {
            additionalProperties: false,
            description: "Settings of single taps.",
          }),
        ),
      },
      { additionalProperties: false, description: "Where the plugin takes part." },
    ),
    limits: Type.Optional(
      Type.Object(
        {
          memory_mb: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 1024, description: "Memory of one instance. Default: 16." }),
          ),
          fuel: Type.Optional(
            Type.Integer({
              minimum: 1_000,
              maximum: 2_000_000_000,
              description: "Instructions of one call. Default: 100,000,000.",
            }),
          ),
          timeout_ms: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 60_000, description: "Duration of one call. Default: 1,000." }),
          ),
        },
        { additionalProperties: false, description: "What one instance and one call may use." },
      ),
    ),
    tables: Type.Optional(
      named(Table, "Its own tables. Removing one from the manifest leaves its rows where they are."),
    ),
    requests: Type.Optional(RequestsSpec),
  },
  { additionalProperties: false, description: "A plugin: a WebAssembly module and the taps it implements." },
);

export type RequestsSpec = Static<typeof RequestsSpec>;
export type ColumnSpec = Static<typeof Column>;
export type TableSpec = Static<typeof Table>;

/** Types of Postgres for the columns of a plugin's own tables. */
export const SQL_TYPES: { readonly [Type in ColumnSpec["type"]]: string } = {
  text: "text",
  integer: "integer",
  bigint: "bigint",
  decimal: "numeric",
  boolean: "boolean",
  date: "date",
  timestamp: "timestamp with time zone",
  uuid: "uuid",
  json: "jsonb",
};

/** The name in the database of the table that `plugin` calls `table`. */
export function pluginTable(plugin: string, table: string): string {
  return `plugin_${plugin}_${table}`;
}

export type TapOptions = {
  readonly weight?: number;
  readonly data_mode?: "handle" | "full";
  readonly types?: readonly string[];
};
export type PluginSpec = Omit<Static<typeof PluginSpec>, "taps"> & {
  readonly taps: {
    readonly implements: readonly string[];
    readonly options?: {
      readonly [tap: string]: TapOptions | undefined;
    };
  };
};

/** A plugin as it was applied: its manifest, and what the site granted of its requests. */
export type AppliedPlugin = PluginSpec & { readonly granted?: RequestsSpec; readonly sha256?: string };

/** Rights of a plugin beyond its own tables and name space: what it requests, as far as the site grants it. */
export type PluginGrants = {
  readonly db: { readonly read: readonly string[]; readonly write: readonly string[] };
  readonly rawSql: "none" | "read" | "write";
  readonly queue: boolean;
  /** The plugins whose functions it may call. */
  readonly invoke: readonly string[];
};
export type SitePlugin = {
  readonly name: string;
  readonly version: string;
  readonly grants: PluginGrants;
  /** Its own tables, by the names that it uses; `pluginTable` is the name in the database. */
  readonly tables: { readonly [name: string]: TableSpec };
  /**
   * The content types that it has a say about, who may do what with their items; none unless it implements
   * `tap_item_access`.
   */
  readonly judges: readonly string[] | "all";
  /**
   * The content types of whose items it says who may do what, by grants; null unless it implements `tap_item_grants`.
   */
  readonly givesGrants: {
    readonly types: readonly string[] | "all";
    /** Version of whatever its grants are made with: they are made anew when this changes. */
    readonly signature: string;
    /** True when all items have theirs. Until then each item is asked about. */
    readonly isBuilt: boolean;
  } | null;
  /** How long one of its calls may take. */
  readonly timeoutMs: number;
};

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly plugin: {
      readonly spec: AppliedPlugin;
      readonly share: {
        /** The enabled plugins. */
        readonly plugins: ReadonlyMap<string, SitePlugin>;
      };
    };
  }
}
