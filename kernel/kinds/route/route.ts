import { checkPermission } from "../check-permission.ts";
import type { GatherSpec } from "../gather/gather-spec.ts";
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
  addresses: (path, spec) => [{ path, at: [], methods: ["GET"], permission: (spec as RouteSpec).permission }],
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

/** What the kernel answers before it looks for pages. */
const KERNEL_PATHS = /^\/(health|assets(\/.*)?|item\/\{\})$/;

function check(context: CheckContext): void {
  const { name } = context.object;
  const { plugin, title, permission, query = [] } = context.object.spec as RouteSpec;
  checkPermission(context, permission, ["permission"]);
  const form = formOf(name);
  for (const owner of othersAt(context, form)) {
    context.report("route.taken", [], `Plugin '${plugin}' has a page at ${name}, which is already ${owner}.`);
  }
  const holes = new Set(holesOf(name));
  if (holes.size < holesOf(name).length) {
    context.report("route.bad_path", [], `Plugin '${plugin}' names a hole of ${name} twice.`);
  }
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

/** What else answers the same addresses: pages of plugins that come before it, and displays of gathers. */
function othersAt({ object, all }: CheckContext, form: string): readonly string[] {
  const routes = all("route").filter(({ name }) => name < object.name && formOf(name) === form);
  const displays = all("gather").flatMap((gather) =>
    (gather.spec as GatherSpec).displays
      .filter(({ path }) => path !== undefined && formOf(path) === form)
      .map(({ id }) => `display ${id} of gather ${gather.name}`),
  );
  const own = KERNEL_PATHS.test(form) ? ["an address of the kernel"] : [];
  return [...own, ...routes.map(({ name, spec }) => `${name} of plugin '${(spec as RouteSpec).plugin}'`), ...displays];
}

/** Paths of one form answer the same addresses, whatever their holes are called. */
function formOf(path: string): string {
  return path.replace(/\{[^}]*\}/g, "{}");
}

function holesOf(text: string): readonly string[] {
  return [...text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]!);
}
