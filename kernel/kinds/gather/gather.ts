import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import { HYPHENATED_NAME } from "../../model/specs/common.ts";
import type { Kind } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { gatherAddresses } from "./gather-addresses.ts";
import { checkGather } from "./gather-check.ts";
import { followedGather } from "./gather-rename.ts";
import { GatherSpec } from "./gather-spec.ts";

const FIRST_FILE: Kind["firstFile"] = {
  description: "a gather: a listing with filters, sorts and a pager",
  text: ({ name, label, type }) => `label: ${label}
base_table: item
displays:
  - id: page
    display_type: page
    path: /${name}
    title: ${label}
    filters:
${type === undefined ? "" : `      - { field: type,   operator: equals,   value: ${type} }\n`}      - { field: status, operator: equals,   value: published }
      - { field: title,  operator: contains, exposed: { label: Title } }
    sorts:
      - { field: created, direction: desc, exposed: { label: Newest } }
      - { field: title,   direction: asc,  exposed: { label: Title } }
    pager: { type: full, items_per_page: 20 }
    style: { type: cards, view_mode: card }
    empty: There is nothing here yet.
`,
};

/** A listing. */
export const gather: Kind<"gather"> = {
  ...PLAIN,
  ...specTable("gather"),
  name: "gather",
  origin: "yaml",
  folder: "gathers",
  namePattern: HYPHENATED_NAME,
  schema: GatherSpec,
  firstFile: FIRST_FILE,
  keyedLists: {
    displays: "id",
    "displays.*.filters": "id",
    "displays.*.sorts": "id",
    "displays.*.arguments": "name",
    "displays.*.relationships": "id",
  },
  instructions: ["renamed_from"],
  expand,
  canonical: expand,
  check: checkGather,
  addresses: (_name, spec) => gatherAddresses(spec as GatherSpec),
  links: null,
  leftToSite: null,
  needsLeave: false,
  pluginOf: null,
  permissions: null,
  tables: { gather: "read" },
  share: async ({ specs }) => ({
    gathers: mapValues(await specs("gather"), (name, spec) => ({ name, spec })),
  }),
  whenAbsent: "remove",
  touches: async () => [],
  followed: followedGather,
  content: null,
};

/** A filter or a sort that gives no `id` is known by its field. */
function expand(layer: JsonObject): JsonObject {
  if (!Array.isArray(layer["displays"])) return layer;
  return {
    ...layer,
    displays: layer["displays"].map((display) => (isObject(display) ? expandDisplay(display as JsonObject) : display)),
  };
}

function expandDisplay(display: JsonObject): JsonObject {
  const expanded: { [key: string]: Json } = { ...display };
  for (const list of ["filters", "sorts"]) {
    const entries = display[list];
    if (Array.isArray(entries)) expanded[list] = entries.map(withId);
  }
  return expanded;
}

function withId(entry: Json): Json {
  if (!isObject(entry) || entry["id"] !== undefined || typeof entry["field"] !== "string") return entry;
  return { id: entry["field"], ...entry } as JsonObject;
}
