/** Marks a function as the plugin's part in a tap: `item_view` is called at `tap_item_view`. The compiler transform exports it. */
export function tap(): void {}
