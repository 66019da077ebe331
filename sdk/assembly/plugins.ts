import { addressOf, RESULT } from "./abi";
import * as host from "./host/plugin-api";
import { Json } from "./json";
import { liftJson } from "./json-result";
import { Result } from "./result";

/** The other plugins of the site. */
export namespace plugins {
  /** Returns true when the plugin is enabled. */
  export function has(name: string): bool {
    return host.pluginExists(addressOf(name), name.length) != 0;
  }

  /** Calls a function that the plugin marks with `@callback`. */
  export function invoke(plugin: string, callback: string, payload: Json): Result<Json> {
    const text = payload.toString();
    host.invoke(
      addressOf(plugin),
      plugin.length,
      addressOf(callback),
      callback.length,
      addressOf(text),
      text.length,
      RESULT,
    );
    return liftJson();
  }
}
