import type { Settle } from "./compare.ts";

/** How an apply is told to settle what both sides, or the site alone, changed. */
export type SettleOptions = {
  /** Puts back what was changed on the site. Default: such changes are kept and shown. */
  readonly revertDrift?: boolean | undefined;
  /** Addresses of objects, or of places in them, at which what the packs say is taken. */
  readonly ours?: readonly string[] | undefined;
  /** Addresses at which the site's own is kept, also against a change of the packs. */
  readonly theirs?: readonly string[] | undefined;
};

/** The settling of the object at `address`. */
export function settleFor({ revertDrift = false, ours = [], theirs = [] }: SettleOptions, address: string): Settle {
  const isAmong = (addresses: readonly string[], path: string) =>
    addresses.some(
      (each) => each === address || (each.startsWith(`${address}.`) && isWithin(`${address}.${path}`, each)),
    );
  return (verdict, path) => {
    if (verdict !== "drift" && verdict !== "conflict") return verdict;
    if (isAmong(ours, path)) return "pending";
    if (isAmong(theirs, path)) return "drift";
    return revertDrift ? "pending" : verdict;
  };
}

function isWithin(place: string, address: string): boolean {
  return place === address || place.startsWith(`${address}.`);
}
