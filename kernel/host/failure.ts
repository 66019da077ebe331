import type { FaultCode } from "../base/fault.ts";
import { Fault, Faults } from "../base/fault.ts";
import type { PluginContext } from "../model/host-functions.ts";
import type { Failure, FailureCode } from "../model/plugin-answers.ts";

/** A longer detail is cut: it is copied into the guest. */
const LONGEST_DETAIL = 1_000;

/** The failure that a host function answers with. */
export function failure(code: FailureCode, detail: string): Failure {
  return { code, detail: detail.slice(0, LONGEST_DETAIL) };
}

/** Failures by fault; one that is not here is `failed`. */
const CODES: { readonly [Code in FaultCode]?: FailureCode } = {
  "item.missing": "not-found",
  "item.invalid": "invalid-argument",
  "type.unknown_type": "not-found",
  "category.missing": "not-found",
  "gather.missing": "not-found",
  "access.denied": "denied",
  "site.behind": "conflict",
  "plugin.missing": "not-found",
  "plugin.unavailable": "unavailable",
  "db.unavailable": "unavailable",
};

/** Runs `work`; what it throws becomes a failure, and is logged where it is nothing that a plugin should expect. */
export async function answering<Value>(context: PluginContext, work: () => Promise<Value>): Promise<Value | Failure> {
  try {
    return await work();
  } catch (error) {
    const fault = error instanceof Faults ? error.faults[0] : error;
    const code = fault instanceof Fault ? (CODES[fault.code] ?? "failed") : "failed";
    if (code === "failed") context.log.warn({ plugin: context.plugin, err: error }, "A call of a plugin failed.");
    return failure(code, fault instanceof Fault ? fault.message : "The kernel could not do it.");
  }
}
