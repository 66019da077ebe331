import { sql } from "slonik";
import { cacheTags } from "../model/cache.ts";
import type { HostFunctionsOf } from "../model/host-functions.ts";
import { markChanged } from "../model/request-state.ts";
import { answering, failure } from "./failure.ts";

const LONGEST_NAME = 128;
const LONGEST_VALUE = 64 * 1024;

/** Settings of the site, each plugin's under its own name: `films.currency`. */
export const variables: HostFunctionsOf<"variables"> = {
  get({ plugin, state }, name, fallback) {
    state.cacheability.tags.add(cacheTags.variables);
    const value = state.site.variables.get(`${plugin}.${name}`);
    return value === undefined || value === null ? fallback : String(value);
  },
  set: (context, name, value) =>
    answering(context, async () => {
      const { plugin, state } = context;
      if (name === "" || name.length > LONGEST_NAME) return failure("invalid-argument", "A variable has a short name.");
      if (value.length > LONGEST_VALUE) return failure("too-large", `A variable holds ${LONGEST_VALUE} characters.`);
      await state.db.run(sql.unsafe`
        insert into plugin_variable (plugin, name, value) values (${plugin}, ${name}, ${value})
        on conflict (plugin, name) do update set value = excluded.value
      `);
      await markChanged(state, [cacheTags.variables]);
      return undefined;
    }),
};
