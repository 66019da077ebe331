/** What `item_access` says about a visitor and an item: no opinion, yes, or no; one `Deny` decides. */
export enum AccessResult {
  Neutral,
  Grant,
  Deny,
}
