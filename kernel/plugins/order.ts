import { Fault } from "../base/fault.ts";
import type { PluginSpec } from "../kinds/plugin/plugin-spec.ts";

type Named = { readonly name: string; readonly spec: PluginSpec };

const dependenciesOf = (plugin: Named) => plugin.spec.dependencies ?? [];

/** Finds the faults in the dependencies among `plugins`: `plugin.missing_dependency`, `plugin.cycle`. */
export function checkDependencies(plugins: readonly Named[]): Fault[] {
  const names = new Set(plugins.map(({ name }) => name));
  const missing = plugins.flatMap((plugin) =>
    dependenciesOf(plugin)
      .filter((name) => !names.has(name))
      .map(
        (name) =>
          new Fault("plugin.missing_dependency", `Plugin '${plugin.name}' requires '${name}' which is not enabled`),
      ),
  );
  const cycle = findCycle(plugins);
  if (cycle === null) return missing;
  return [...missing, new Fault("plugin.cycle", `Circular dependency detected: ${cycle.join(" → ")}`)];
}

/**
 * The plugins, each behind those that it depends on; otherwise by name. Expects that `checkDependencies` found nothing.
 */
export function orderByDependencies<T extends Named>(plugins: readonly T[]): T[] {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  const ordered = new Set<T>();
  const place = (plugin: T): void => {
    for (const name of [...dependenciesOf(plugin)].sort()) place(byName.get(name)!);
    ordered.add(plugin);
  };
  for (const plugin of [...plugins].sort((left, right) => (left.name < right.name ? -1 : 1))) place(plugin);
  return [...ordered];
}

/** The first circle of dependencies, beginning and ending with the same name. */
function findCycle(plugins: readonly Named[]): string[] | null {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]));
  const done = new Set<string>();
  const walk = (name: string, path: readonly string[]): string[] | null => {
    const at = path.indexOf(name);
    if (at >= 0) return [...path.slice(at), name];
    const plugin = byName.get(name);
    if (plugin === undefined || done.has(name)) return null;
    for (const dependency of dependenciesOf(plugin)) {
      const cycle = walk(dependency, [...path, name]);
      if (cycle !== null) return cycle;
    }
    done.add(name);
    return null;
  };
  for (const { name } of plugins) {
    const cycle = walk(name, []);
    if (cycle !== null) return cycle;
  }
  return null;
}
