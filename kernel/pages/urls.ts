/** The address of an item's page. */
export function itemUrl(id: string): string {
  return `/item/${id}`;
}

/** The address of a tag's page. */
export function tagUrl(id: string): string {
  return `/category/${id}`;
}

/** A path whose holes, such as `{tag}`, are filled with `values`; null when one of them has none. */
export function fillPath(path: string, values: { readonly [name: string]: string }): string | null {
  let isWhole = true;
  const filled = path.replace(/\{([a-z0-9_]+)\}/g, (_hole, name: string) => {
    if (Object.hasOwn(values, name)) return encodeURIComponent(values[name]!);
    isWhole = false;
    return "";
  });
  return isWhole ? filled : null;
}
