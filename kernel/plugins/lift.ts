import { Fault } from "../base/fault.ts";
import type { WitType } from "../model/host-functions.ts";
import { LOG_LEVELS } from "../model/plugin-answers.ts";
import type { CoreValue, Store } from "./store.ts";
import { liftString } from "./strings.ts";

/** How a parameter comes in: how many core values it takes, and what is made of those from `at` on. */
type Lift = {
  readonly width: number;
  readonly lift: (store: Store, core: readonly CoreValue[], at: number) => unknown;
};

const text: Lift = {
  width: 2,
  lift: (store, core, at) => liftString(store, core[at] as number, core[at + 1] as number),
};
const plain: Lift = { width: 1, lift: (_store, core, at) => core[at] };

export const LIFT: { readonly [Type in WitType]: Lift } = {
  "item-handle": plain,
  string: text,
  json: text,
  bool: { width: 1, lift: (_store, core, at) => core[at] !== 0 },
  s64: plain,
  f64: plain,
  "log-level": { width: 1, lift: (_store, core, at) => logLevel(core[at] as number) },
};

function logLevel(level: number): number {
  if (level >>> 0 < LOG_LEVELS.length) return level;
  throw new Fault("plugin.bad_argument", `It passed ${level} for a log level.`);
}
