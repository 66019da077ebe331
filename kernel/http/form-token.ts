import { hash, timingSafeEqual } from "node:crypto";
import { Fault } from "../base/fault.ts";
import type { AppContext } from "./app-context.ts";
import type { RequestServices } from "./http-services.ts";
import { mayBeOwn } from "./origin.ts";
import { safePath } from "./safe-path.ts";
import { visitorOf } from "./visitor.ts";

/** The field of a form, and the header of JSON, that bring back the secret of the session. */
const FIELD = "form_token";
const HEADER = "X-CSRF-Token";

/**
 * Refuses what a page of another site may have sent in the visitor's name: it cannot know the form token of their
 * session.
 * @throws Fault `http.forged`
 */
export function requireFormToken(services: RequestServices, ctx: AppContext, body: URLSearchParams): void {
  const { request, session, site } = ctx.state;
  const given = ctx.get(HEADER) || body.get(FIELD) || "";
  const isOwn = mayBeOwn(ctx, site!.baseUrl);
  if (isOwn && session !== null && isEqual(given, session.forRequest.formToken)) return;
  services.log.warn(
    { id: ctx.state.id, path: safePath(ctx.path), ip: visitorOf(services, ctx), user: request!.user.id },
    "potential CSRF attempt",
  );
  throw new Fault("http.forged", "The form token is not that of the session.");
}

/** Takes as long whatever is wrong. */
function isEqual(given: string, expected: string): boolean {
  const digest = (text: string) => hash("sha256", text, "buffer");
  return timingSafeEqual(digest(given), digest(expected));
}
