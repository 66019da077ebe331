import type { HostFunctions } from "../model/host-functions.ts";
import { itemApi } from "./item-api.ts";
import { logging } from "./logging.ts";
import { requestContext } from "./request-context.ts";
import { userApi } from "./user-api.ts";
import { variables } from "./variables.ts";

/** Everything that plugins may call. */
export function createHostFunctions(): HostFunctions {
  return {
    "item-api": itemApi,
    variables,
    "request-context": requestContext,
    "user-api": userApi,
    logging,
  };
}
