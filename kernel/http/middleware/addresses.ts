import { createAddressBook } from "../../addresses/address-book.ts";
import { OWN_ADDRESSES } from "../../addresses/own-addresses.ts";
import { Fault } from "../../base/fault.ts";
import { ALL_METHODS, methodsAt, statusOfMove, straightPath } from "../address-policy.ts";
import { textAnswer } from "../answers.ts";
import type { AppContext, AppMiddleware } from "../app-context.ts";
import { send } from "../send.ts";
import { encodeTarget, readTarget } from "../target.ts";

/** Health and the like are answered before there is a site. */
const BEFORE_ANY_SITE = createAddressBook(OWN_ADDRESSES);

/**
 * Reads the address and finds what answers there; sends on who asks for it in another form, and refuses methods that it
 * is not for.
 */
export const addresses: AppMiddleware = (ctx, next) => {
  if (ctx.req.url === "*" && ctx.method === "OPTIONS") return sendMethods(ctx, ALL_METHODS);
  const target = readTarget(ctx.req.url!);
  if (target === null) throw new Fault("http.bad_address", "The address cannot be read.");
  ctx.state.target = target;
  const path = straightPath(target.path);
  if (path === null) throw new Fault("http.not_found", "No page has such an address.");
  if (path !== target.path) return sendTo(ctx, encodeTarget({ ...target, path }));
  const match = (ctx.state.site?.addresses ?? BEFORE_ANY_SITE).find(path);
  ctx.state.match = match;
  if (match === undefined) return next();
  const methods = methodsAt(match);
  if (ctx.method === "OPTIONS") return sendMethods(ctx, methods);
  if (methods.includes(ctx.method)) return next();
  ctx.set("Allow", methods.join(", "));
  throw new Fault("http.method_not_allowed", `Nothing here answers ${ctx.method}.`);
};

function sendMethods(ctx: AppContext, methods: readonly string[]): Promise<void> {
  ctx.set("Allow", methods.join(", "));
  return send(ctx, textAnswer(200, "", ctx.state.site));
}

function sendTo(ctx: AppContext, location: string): Promise<void> {
  ctx.set("Location", location);
  return send(ctx, textAnswer(statusOfMove(ctx.method), `The page is at ${location}\n`, ctx.state.site));
}
