import { parsePattern } from "../../addresses/path-pattern.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import type { Kind } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { LimitSpec } from "./limit-spec.ts";

const FIRST_FILE: Kind["firstFile"] = {
  description: "a rate limit: how often one visitor may ask",
  text: ({ name, label }) => `label: ${label}
match: { path: /${name}, with_query: true }
key: ip
points: 60
per: 1 minute
`,
};

/** A rate limit on a route. */
export const limit: Kind<"limit"> = {
  ...PLAIN,
  ...specTable("rate_limit"),
  name: "limit",
  origin: "yaml",
  folder: "limits",
  namePattern: MACHINE_NAME,
  schema: LimitSpec,
  firstFile: FIRST_FILE,
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: ({ object, report }) => {
    const { path } = (object.spec as LimitSpec).match;
    const pattern = parsePattern(path);
    if ("problem" in pattern) report("address.bad_path", ["match", "path"], `${path} ${pattern.problem}.`);
  },
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: true,
  pluginOf: null,
  permissions: null,
  tables: { rate_limit: "read" },
  share: async ({ specs }) => ({
    limits: [...(await specs("limit"))].map(([name, spec]) => ({ ...spec, name })),
  }),
  whenAbsent: "remove",
  touches: async () => [],
  followed: null,
  content: null,
};
