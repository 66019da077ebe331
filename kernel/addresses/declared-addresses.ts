import type { Address, DeclaredAddress } from "../model/address.ts";
import type { DesiredObject } from "../model/desired.ts";
import type { KindName } from "../model/kind-types.ts";
import { parsePattern } from "./path-pattern.ts";

/** Whose addresses these are; in a snapshot nobody knows where they were declared. */
type Declaring = { readonly kind: KindName; readonly name: string; readonly sourceOf?: DesiredObject["sourceOf"] };

/** Lists the addresses that an object declares. One that is not well formed answers nowhere. */
export function declaredAddresses(
  { kind, name, sourceOf }: Declaring,
  declared: readonly DeclaredAddress[],
): readonly Address[] {
  return declared.flatMap(({ path, at, methods, part, permission = null }) => {
    const pattern = parsePattern(path);
    if ("problem" in pattern) return [];
    const owner = { kind, name, ...(part !== undefined && { part }) };
    return [{ pattern, methods, owner, permission, source: sourceOf?.(at) ?? null }];
  });
}
