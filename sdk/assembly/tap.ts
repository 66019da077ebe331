/** Marks a function as the plugin's part in a tap: `item_view` is called at `tap_item_view`. The compiler transform exports it. */
export function tap(): void {}

/** Marks a function that is called by its name: by a page of the menu, or by another plugin. The compiler transform exports it. */
export function callback(): void {}
