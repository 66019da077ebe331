import type { HostFunctions } from "../model/host-functions.ts";
import { cacheApi } from "./cache-api.ts";
import { db } from "./db.ts";
import { itemApi } from "./item-api.ts";
import { logging } from "./logging.ts";
import { pluginApi } from "./plugin-api.ts";
import { queue } from "./queue.ts";
import { requestContext } from "./request-context.ts";
import { userApi } from "./user-api.ts";
import { variables } from "./variables.ts";

/** Everything that plugins may call. */
export function createHostFunctions(): HostFunctions {
  return {
    "item-api": itemApi,
    db,
    variables,
    "request-context": requestContext,
    "user-api": userApi,
    "cache-api": cacheApi,
    "plugin-api": pluginApi,
    queue,
    logging,
  };
}
