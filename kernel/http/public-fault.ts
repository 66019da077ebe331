import { Fault } from "../base/fault.ts";

/** The fault that a visitor is shown for `error`. What went wrong inside stays inside: the log has it under the request id. */
export function publicFault(error: unknown): Fault {
  if (error instanceof Fault && (error.status < 500 || error.status === 503)) return error;
  return new Fault("internal.unexpected", "Something failed that should not.", { cause: error });
}
