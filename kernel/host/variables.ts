import type { HostFunctionsOf } from "../model/host-functions.ts";

/** Settings of the site, each plugin's under its own name: `films.currency`. */
export const variables: HostFunctionsOf<"variables"> = {
  get({ plugin, state }, name, fallback) {
    const value = state.site.variables.get(`${plugin}.${name}`);
    return value === undefined || value === null ? fallback : String(value);
  },
};
