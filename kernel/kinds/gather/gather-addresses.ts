import type { DeclaredAddress } from "../../model/address.ts";
import type { GatherDisplay, GatherSpec } from "./gather-spec.ts";

/** The displays of a gather that have a path of their own. */
export function gatherAddresses({ displays }: GatherSpec): readonly DeclaredAddress[] {
  return displays.flatMap((display, index): readonly DeclaredAddress[] => {
    const { id, path } = display;
    if (path === undefined) return [];
    const permission = permissionOf(displays, display);
    return [{ path, at: ["displays", index, "path"], methods: ["GET"], part: id, permission }];
  });
}

/** The permission of a display, or that of the display which it inherits from. */
function permissionOf(displays: readonly GatherDisplay[], display: GatherDisplay): string | undefined {
  let heir: GatherDisplay | undefined = display;
  // No display has more ancestors than there are displays, but in a circle.
  for (let steps = 0; heir !== undefined && steps < displays.length; steps++) {
    if (heir.permission !== undefined) return heir.permission;
    const parent: string | undefined = heir.inherits;
    heir = displays.find(({ id }) => id === parent);
  }
  return undefined;
}
