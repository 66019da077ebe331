import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Kind } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { LimitSpec } from "./limit-spec.ts";

/** A rate limit on a route. */
export const limit: Kind = {
  ...PLAIN,
  ...specTable("rate_limit"),
  name: "limit",
  folder: "limits",
  namePattern: MACHINE_NAME,
  schema: LimitSpec,
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: () => {},
  whenAbsent: "remove",
  touches: async () => [],
};
