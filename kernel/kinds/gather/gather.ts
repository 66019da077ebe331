import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import { HYPHENATED_NAME } from "../../model/specs/common.ts";
import type { Kind } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { gatherAddresses } from "./gather-addresses.ts";
import { checkGather } from "./gather-check.ts";
import { followedGather } from "./gather-rename.ts";
import { GatherSpec } from "./gather-spec.ts";

/** A listing. */
export const gather: Kind = {
  ...PLAIN,
  ...specTable("gather"),
  name: "gather",
  folder: "gathers",
  namePattern: HYPHENATED_NAME,
  schema: GatherSpec,
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
  whenAbsent: "remove",
  touches: async () => [],
  followed: followedGather,
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
