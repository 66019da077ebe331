import { Fault } from "../base/fault.ts";
import type { SourceOf } from "../base/layers.ts";
import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";
import { pluginTable } from "../kinds/plugin/plugin-spec.ts";

/** Postgres cuts off the rest, and two tables could become one. */
const LONGEST_NAME = 63;

type Declared = { readonly name: string; readonly spec: PluginSpec; readonly sourceOf: SourceOf };
type Owned = { readonly plugin: Declared; readonly table: string; readonly name: string };

/**
 * Finds the faults in the names that the tables of `plugins` get in the database: `plugin.table_taken`. Table `b_c` of
 * plugin `a` and table `c` of plugin `a_b` would be one, which both could read and write.
 */
export function checkTableNames(plugins: readonly Declared[]): Fault[] {
  const owned = plugins.flatMap(tablesOf);
  const tooLong = owned.filter(({ name }) => name.length > LONGEST_NAME);
  const shared = [...Map.groupBy(owned, ({ name }) => name).values()].filter((owners) => owners.length > 1);
  return [
    ...tooLong.map((one) => fault(one, `longer than ${LONGEST_NAME} characters`, "Give it a shorter name.")),
    ...shared.flatMap(([first, ...others]) => others.map((other) => takenFault(other, first!))),
  ];
}

function tablesOf(plugin: Declared): Owned[] {
  return Object.keys(plugin.spec.tables ?? {}).map((table) => ({
    plugin,
    table,
    name: pluginTable(plugin.name, table),
  }));
}

function takenFault(other: Owned, first: Owned): Fault {
  return fault(
    other,
    `that of the table '${first.table}' of plugin '${first.plugin.name}'`,
    "Give one of them another name.",
  );
}

function fault({ plugin, table, name }: Owned, why: string, hint: string): Fault {
  const message = `The table '${table}' of plugin '${plugin.name}' has the name ${name} in the database, which is ${why}.`;
  return new Fault("plugin.table_taken", message, { source: plugin.sourceOf(["tables", table], "key"), hint });
}
