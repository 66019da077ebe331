/** Answer of `item_access` about a visitor and an item: no opinion, yes, or no; one `Deny` decides. */
export enum AccessResult {
  Neutral,
  Grant,
  Deny,
}
