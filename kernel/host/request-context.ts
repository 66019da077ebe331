import { Fault } from "../base/fault.ts";
import type { HostFunctionsOf } from "../model/host-functions.ts";

/** Number of keys that a request holds for its plugins at most. */
const MOST_KEYS = 256;
const LONGEST_KEY = 256;
const LONGEST_VALUE = 16 * 1024;

/** Values that all plugins share while one request lasts. */
export const requestContext: HostFunctionsOf<"request-context"> = {
  get: ({ state }, key) => state.context.get(key) ?? null,
  set({ state }, key, value) {
    const { context } = state;
    const fits = key.length <= LONGEST_KEY && value.length <= LONGEST_VALUE;
    if (!fits || (context.size >= MOST_KEYS && !context.has(key))) {
      const most = `${MOST_KEYS} keys of ${LONGEST_KEY} and values of ${LONGEST_VALUE} characters`;
      throw new Fault("plugin.bad_argument", `It puts more into the request's context than ${most}.`);
    }
    context.set(key, value);
  },
};
