import type { JsonObject } from "../../base/json.ts";
import type { Kind } from "../../kinds/kind.ts";
import { permissionCatalogue } from "../../kinds/permission-catalogue.ts";
import type { DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import type { KindName } from "../../model/kind-types.ts";
import type { State } from "../history/state.ts";

/**
 * Finds the problems of an object of the site that no schema can: it names what is not live. `pluginPermissions` are
 * those that exist because of plugins.
 */
export function problemsOf(
  state: State,
  { kind, name, spec }: { readonly kind: Kind; readonly name: string; readonly spec: JsonObject },
  pluginPermissions: Iterable<string>,
): readonly string[] {
  const objectOf = (kindName: KindName, object: string, its: JsonObject): DesiredObject => {
    const entry = state.ledger.get(addressOf(kindName, object));
    const source = { file: entry?.source ?? "", line: 1, column: 1 };
    return { kind: kindName, name: object, pack: entry?.pack ?? "", spec: its, source, sourceOf: () => source };
  };
  const problems: string[] = [];
  const live = (kindName: KindName) => state.live.get(kindName)!;
  kind.check({
    object: objectOf(kind.name, name, spec),
    find: (kindName, object) => {
      const found = live(kindName).get(object);
      return found === undefined ? undefined : objectOf(kindName, object, found);
    },
    all: (kindName) => [...live(kindName)].map(([object, its]) => objectOf(kindName, object, its)),
    permissions: permissionCatalogue((kindName) => live(kindName).keys(), pluginPermissions),
    report: (_code, _path, message) => problems.push(message),
  });
  return problems;
}
