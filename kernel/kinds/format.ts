import { MACHINE_NAME } from "../model/specs/common.ts";
import { FormatSpec } from "../model/specs/presentation.ts";
import type { Kind } from "./kind.ts";
import { PLAIN } from "./shape.ts";
import { specTable } from "./spec-table.ts";

/** A text format. */
export const format: Kind = {
  ...PLAIN,
  ...specTable("text_format"),
  name: "format",
  folder: "formats",
  namePattern: MACHINE_NAME,
  schema: FormatSpec,
  sets: ["allowed_tags"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: () => {},
  whenAbsent: "remove",
  touches: async () => [],
};
