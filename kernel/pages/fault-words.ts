import type { Fault, FaultCode } from "../base/fault.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";

export type FaultWords = { readonly title: string; readonly message: string };

/** The sentences about a fault: its message under this name, its title under this name with `_title`. */
type FaultName =
  | "bad_request"
  | "forbidden"
  | "not_found"
  | "wrong_method"
  | "too_large"
  | "wrong_kind"
  | "too_many"
  | "unavailable"
  | "forged"
  | "cross_site"
  | "link_over"
  | "busy"
  | "closed"
  | "unexpected";

const BY_STATUS: { readonly [status: number]: FaultName } = {
  400: "bad_request",
  403: "forbidden",
  404: "not_found",
  405: "wrong_method",
  413: "too_large",
  415: "wrong_kind",
  429: "too_many",
  503: "unavailable",
};
/** Where the status alone says too little of what to do. */
const BY_CODE: { readonly [code in FaultCode]?: FaultName } = {
  "http.forged": "forged",
  "http.cross_site": "cross_site",
  "account.link_over": "link_over",
  "account.busy": "busy",
};

/** The status that a visitor gets for a fault. */
export function shownStatus({ status }: Fault): number {
  return status in BY_STATUS || status < 500 ? status : 500;
}

/** Tells a visitor about a fault; `maySignIn` says that it may help to sign in. */
export function wordsFor(site: Speaker, fault: Fault, maySignIn: boolean): FaultWords {
  const name = maySignIn ? "closed" : (BY_CODE[fault.code] ?? BY_STATUS[shownStatus(fault)] ?? "unexpected");
  return { title: say(site, `fault.${name}_title`), message: say(site, `fault.${name}`) };
}
