import { HYPHENATED_NAME } from "../model/specs/common.ts";
import { MenuSpec } from "../model/specs/presentation.ts";
import type { Kind } from "./kind.ts";
import { PLAIN } from "./shape.ts";
import { specTable } from "./spec-table.ts";

/** A menu. Editors may add links beside those of the packs. */
export const menu: Kind = {
  ...PLAIN,
  ...specTable("menu"),
  name: "menu",
  folder: "menus",
  namePattern: HYPHENATED_NAME,
  schema: MenuSpec,
  open: ["links"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: () => {},
  whenAbsent: "remove",
  touches: async () => [],
};
