import type { Site } from "../model/site.ts";

/** `make`, done once for each snapshot and kept as long as the snapshot is. */
export function bySite<Value extends object>(make: (site: Site) => Value): (site: Site) => Value {
  const made = new WeakMap<Site, Value>();
  return (site) => {
    const known = made.get(site);
    if (known !== undefined) return known;
    const value = make(site);
    made.set(site, value);
    return value;
  };
}
