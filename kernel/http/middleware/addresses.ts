import { createAddressBook } from "../../addresses/address-book.ts";
import { OWN_ADDRESSES } from "../../addresses/own-addresses.ts";
import { Fault } from "../../base/fault.ts";
import { textAnswer } from "../answers.ts";
import type { AppMiddleware } from "../app-context.ts";
import { send } from "../send.ts";
import { encodeTarget, readTarget } from "../target.ts";

/** Health and the like are answered before there is a site. */
const BEFORE_ANY_SITE = createAddressBook(OWN_ADDRESSES);

/** Reads the address and finds what answers there; one with a slash at its end is sent to the one without. */
export const addresses: AppMiddleware = (ctx, next) => {
  const target = readTarget(ctx.req.url!);
  if (target === null) throw new Fault("http.bad_address", "The address cannot be read.");
  const { path, query } = target;
  if (path.startsWith("//")) throw new Fault("http.not_found", "No address begins with two slashes.");
  ctx.state.target = target;
  ctx.state.match = (ctx.state.site?.addresses ?? BEFORE_ANY_SITE).find(path);
  if (path === "/" || !path.endsWith("/")) return next();
  const location = encodeTarget({ path: path.replace(/\/+$/, ""), query });
  ctx.set("Location", location);
  return send(ctx, textAnswer(301, `The page is at ${location}\n`, ctx.state.site));
};
