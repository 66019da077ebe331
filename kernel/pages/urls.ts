/** The address of an item's page. */
export function itemUrl(id: string): string {
  return `/item/${id}`;
}

/** The address of a tag's page. */
export function tagUrl(id: string): string {
  return `/category/${id}`;
}
