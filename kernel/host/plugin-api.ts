import type { HostFunctionsOf } from "../model/host-functions.ts";
import { answering, failure } from "./failure.ts";
import { grantsOf } from "./grants.ts";

/** Plugins call each other. Which ones is granted. */
export const pluginApi: HostFunctionsOf<"plugin-api"> = {
  "plugin-exists": ({ state }, name) => state.taps.exists(name),
  invoke: (context, plugin, name, payload) =>
    answering(context, async () => {
      const { state } = context;
      if (plugin === context.plugin)
        return failure("invalid-argument", `Plugin '${plugin}' calls its own functions itself, without the kernel.`);
      if (!grantsOf(context).invoke.includes(plugin)) {
        return failure("not-granted", `Plugin '${context.plugin}' may not call '${plugin}'.`);
      }
      return state.taps.invoke(state, plugin, name, payload);
    }),
};
