import type { HostFunctionsOf } from "../model/host-functions.ts";

/** Values that all plugins share while one request lasts. */
export const requestContext: HostFunctionsOf<"request-context"> = {
  get: ({ state }, key) => state.context.get(key) ?? null,
  set({ state }, key, value) {
    state.context.set(key, value);
  },
};
