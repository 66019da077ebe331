import type { Fault, FaultCode } from "../base/fault.ts";

export type Words = { readonly title: string; readonly message: string };

/** What visitors are told, by status: never what happened inside. */
const BY_STATUS: { readonly [status: number]: Words } = {
  400: { title: "The request makes no sense", message: "The address or what was sent with it cannot be understood." },
  403: { title: "You may not see this", message: "You don't have permission for this page." },
  404: { title: "Page not found", message: "There is nothing at this address. It may have moved, or never been here." },
  405: { title: "That is not possible here", message: "This address does not take what was sent to it." },
  413: { title: "That is too much", message: "More was sent than this page takes." },
  415: { title: "That is not possible here", message: "What was sent is of a kind that this page does not take." },
  429: { title: "Too many requests", message: "You asked for a lot in a short time. Wait a moment and try again." },
  503: { title: "Back in a moment", message: "The site cannot answer right now. Try again shortly." },
};
/** Where the status alone says too little of what to do. */
const BY_CODE: { readonly [code in FaultCode]?: Words } = {
  "http.forged": {
    title: "The form is too old",
    message:
      "It was open for too long, or in another tab somebody signed in or out. Go back, load the page again and send it once more.",
  },
  "http.cross_site": {
    title: "That is not possible here",
    message: "Another site asked for this. Nothing was changed.",
  },
  "account.link_over": {
    title: "The link is over",
    message: "It was used already, or its time is up. Another one comes by mail.",
  },
  "account.busy": {
    title: "Back in a moment",
    message: "Many people are signing in right now. Try again in a few seconds.",
  },
};
/** Those whom signing in may help, and who have not done it. */
const CLOSED: Words = {
  title: "You may not see this",
  message: "This page is not open to everyone. If you have an account, sign in.",
};
const UNEXPECTED: Words = {
  title: "Something went wrong",
  message: "The site could not make this page. It has been noted, and trying again later may help.",
};

/** The status that a visitor gets for a fault. */
export function shownStatus({ status }: Fault): number {
  return status in BY_STATUS || status < 500 ? status : 500;
}

/** What a visitor is told about a fault; `maySignIn` says that it may help to sign in. */
export function wordsFor(fault: Fault, maySignIn: boolean): Words {
  return maySignIn ? CLOSED : (BY_CODE[fault.code] ?? BY_STATUS[shownStatus(fault)] ?? UNEXPECTED);
}
