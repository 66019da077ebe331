import { checkPermission } from "../check-permission.ts";
import type { CheckContext, Kind } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import type { RouteSpec } from "./route-spec.ts";
import { RouteSpec as Schema } from "./route-spec.ts";

/** Segments of small letters, digits and what else addresses are made of, or holes; no slash at the end. */
const PATH = "^(/([A-Za-z0-9._~-]+|\\{[a-z][a-z0-9_]*\\}))+$";

/** A page that a plugin serves; its name is its path. */
export const route: Kind<"route"> = {
  ...PLAIN,
  ...specTable("plugin_route"),
  renames: null,
  name: "route",
  origin: "plugin",
  folder: null,
  namePattern: PATH,
  schema: Schema,
  firstFile: null,
  sets: ["tags", "query"],
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check,
  addresses: (path, spec) => {
    const { permission, plugin } = spec as RouteSpec;
    return [{ path, at: [], methods: ["GET"], part: plugin, permission }];
  },
  links: null,
  leftToSite: null,
  needsLeave: false,
  pluginOf: (spec) => (spec as RouteSpec).plugin,
  permissions: null,
  tables: { plugin_route: "read" },
  share: async ({ specs }) => ({
    routes: mapValues(await specs("route"), (path, spec) => ({ ...spec, path })),
  }),
  whenAbsent: "remove",
  touches: async () => [],
  followed: null,
  content: null,
};

function check(context: CheckContext): void {
  const { name } = context.object;
  const { title, permission, query = [] } = context.object.spec as RouteSpec;
  checkPermission(context, permission, ["permission"]);
  const holes = new Set(holesOf(name));
  const both = query.find((parameter) => holes.has(parameter));
  if (both !== undefined) {
    context.report(
      "route.bad_path",
      ["query"],
      `${name} has a hole {${both}} and a parameter of the query of that name.`,
    );
  }
  const unknown = holesOf(title).filter((hole) => !holes.has(hole));
  if (unknown.length > 0) {
    context.report("route.bad_path", [], `The title of ${name} names {${unknown[0]}}, which is no hole of the path.`);
  }
}

function holesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]!);
}
