import { Fault } from "../base/fault.ts";
import type { AppContext } from "./app-context.ts";

/** Makes the fault for who is over a limit; the answer says to come back after `wait` milliseconds. */
export function tooManyRequests(ctx: Pick<AppContext, "set">, wait: number): Fault {
  ctx.set("Retry-After", String(Math.ceil(wait / 1_000)));
  return new Fault("http.too_many_requests", "Too many requests of this kind came from this address.");
}
