import type { RenderElement } from "./elements.ts";
import type { Item } from "./item.ts";
import type { RequestState } from "./request-state.ts";

/** How the results of several plugins become one. */
export type Combine = "collect" | "desired";

/** The contract of a tap: its WIT-level signature, and how it is called. */
export type TapContract = {
  /** The name in a manifest. */
  readonly tap: string;
  /** The name of the export. */
  readonly exportName: string;
  /** Parameters and results in core WASM types; a string result is the address of a return area. */
  readonly parameters: readonly ("i32" | "i64" | "f64")[];
  readonly results: readonly "i32"[];
  /** The signature as WIT shows it, for messages. */
  readonly signature: string;
  readonly combine: Combine;
};

/** The taps that something dispatches. Adding one is an entry here and the call. */
export const TAPS = {
  tap_item_view: {
    tap: "tap_item_view",
    exportName: "tap-item-view",
    parameters: ["i32"],
    results: ["i32"],
    signature: "tap-item-view: func(item: item-handle) -> json",
    combine: "collect",
  },
  tap_item_info: {
    tap: "tap_item_info",
    exportName: "tap-item-info",
    parameters: [],
    results: ["i32"],
    signature: "tap-item-info: func() -> json",
    combine: "desired",
  },
  tap_perm: {
    tap: "tap_perm",
    exportName: "tap-perm",
    parameters: [],
    results: ["i32"],
    signature: "tap-perm: func() -> json",
    combine: "desired",
  },
} as const satisfies { readonly [tap: string]: TapContract };

export type TapName = keyof typeof TAPS;

/** How the rooms reach the plugins of the request's site. A failing plugin is logged and left out; the call itself never fails. */
export interface Taps {
  /** What each plugin adds to the view of `item`, in weight order. */
  itemView(state: RequestState, item: Item): readonly RenderElement[] | Promise<readonly RenderElement[]>;
}
