import type { Profile } from "../model/request-state.ts";

/** Where the time of a request went so far, for the header Server-Timing: browsers show it beside the request. */
export function serverTiming(profile: Profile): string {
  const entry = (name: string, milliseconds: number, about = "") => `${name};dur=${milliseconds.toFixed(1)}${about}`;
  return [
    entry("total", performance.now() - profile.started),
    entry("db", profile.databaseMs, `;desc="${profile.queries} queries"`),
    entry("taps", profile.tapMs, `;desc="${profile.taps} calls"`),
  ].join(", ");
}
