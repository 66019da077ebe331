import type { HostFunctionsOf } from "../model/host-functions.ts";

const METHODS = ["debug", "info", "warn", "error"] as const;

export const logging: HostFunctionsOf<"logging"> = {
  log({ plugin, log }, level, message) {
    log[METHODS[level]!]({ plugin }, message);
  },
};
