import type { HostFunctionsOf } from "../model/host-functions.ts";

const METHODS = ["debug", "info", "warn", "error"] as const;

/** A longer message is cut: a log is for reading. */
const LONGEST_MESSAGE = 4096;

export const logging: HostFunctionsOf<"logging"> = {
  log({ plugin, log }, level, message) {
    log[METHODS[level]!]({ plugin }, message.slice(0, LONGEST_MESSAGE));
  },
};
