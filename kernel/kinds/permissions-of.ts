import { permissionCatalogue } from "../accounts/permissions.ts";
import type { KindName } from "../model/kind-types.ts";

const NOTHING = { types: [], vocabularies: [], formats: [], plugins: [] };
const SOURCES: { readonly [kind in KindName]?: keyof typeof NOTHING } = {
  type: "types",
  vocabulary: "vocabularies",
  format: "formats",
};

/** The permissions that come with an object, in the same order for all objects of a kind. */
export function permissionsOf(kind: KindName, name: string): readonly string[] {
  const source = SOURCES[kind];
  if (source === undefined) return [];
  const always = permissionCatalogue(NOTHING);
  return [...permissionCatalogue({ ...NOTHING, [source]: [name] })].filter((permission) => !always.has(permission));
}
