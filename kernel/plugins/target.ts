import { itemJson } from "../model/item.ts";
import type { RequestState } from "../model/request-state.ts";
import type { TapArgument, TapExport, TapName } from "../model/taps.ts";
import { TAPS } from "../model/taps.ts";
import { OFFERED, tapExport } from "./contract.ts";
import type { LoadedPlugin } from "./loaded-plugin.ts";
import type { CoreValue, Store } from "./store.ts";
import { passString } from "./strings.ts";

/** A function of a plugin, ready to be called. */
export type Target = {
  /** Name in messages and counts. */
  readonly label: string;
  readonly exportName: string;
  /** Export that is called with a result after it was read, where the guest has one. */
  readonly post: string;
  readonly pass: readonly Pass[];
  /** True when the call may be suspended. */
  readonly waits: boolean;
};
/** Adds an argument to the core parameters of a call. */
type Pass = (store: Store, state: RequestState, value: TapArgument, into: CoreValue[]) => void;

const passHandle: Pass = (_store, _state, value, into) => void into.push(value as number);
const passText: Pass = (store, _state, value, into) => passString(store, value as string, into);
const passJson: Pass = (store, _state, value, into) => passString(store, JSON.stringify(value), into);
/** An item whole, for those that do not want it by handle. */
const passItem: Pass = (store, state, value, into) =>
  passString(store, JSON.stringify(itemJson(state.items[value as number]!)), into);

/** By the type of the parameter, and by what is given for it. */
function passOf(type: TapExport["parameters"][number][1], given: TapExport["parameters"][number][1]): Pass {
  if (type === "item-handle") return passHandle;
  if (type === "string") return passText;
  return given === "item-handle" ? passItem : passJson;
}

export function tapTarget({ spec, suspending }: LoadedPlugin, tap: TapName): Target {
  const { exportName, parameters } = tapExport(spec, tap);
  const pass = parameters.map(([, type], index) => passOf(type, TAPS[tap].parameters[index]![1]));
  return { label: tap, exportName, post: `cabi_post_${exportName}`, pass, waits: suspending.has(exportName) };
}

/** The function that a plugin offers as `exportName`. Its payload is JSON already. */
export function offeredTarget({ suspending }: LoadedPlugin, exportName: string): Target {
  const pass = OFFERED.parameters.map(() => passText);
  return { label: exportName, exportName, post: `cabi_post_${exportName}`, pass, waits: suspending.has(exportName) };
}
