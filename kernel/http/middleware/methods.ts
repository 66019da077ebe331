import { Fault } from "../../base/fault.ts";
import type { AddressMatch } from "../../model/address.ts";
import { textAnswer } from "../answers.ts";
import type { AppMiddleware } from "../app-context.ts";
import { send } from "../send.ts";

/** Tells who asks by OPTIONS what the address is for, and refuses what it is not for. Where nothing answers, nothing is said yet. */
export const methods: AppMiddleware = (ctx, next) => {
  const { match, site } = ctx.state;
  if (match === undefined) return next();
  const allowed = methodsOf(match);
  if (allowed.includes(ctx.method) && ctx.method !== "OPTIONS") return next();
  ctx.set("Allow", allowed.join(", "));
  if (ctx.method === "OPTIONS") return send(ctx, textAnswer(200, "", site));
  throw new Fault("http.method_not_allowed", `Nothing here answers ${ctx.method}.`);
};

/** What may be read by GET may be read by HEAD. What is sent from the front page goes to the address of the page that is shown there. */
function methodsOf({ address, isFront }: AddressMatch): readonly string[] {
  const methods = isFront ? ["GET" as const] : address.methods;
  return [...methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])), "OPTIONS"];
}
