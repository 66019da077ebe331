import { Fault } from "../../base/fault.ts";
import { FAULT_CODES } from "../../base/fault-codes.ts";
import type { Answer } from "../../cache/answer.ts";
import { jsonAnswer, pageAnswer } from "../answers.ts";
import type { AppContext, AppMiddleware } from "../app-context.ts";
import type { PageServices, RequestServices } from "../http-services.ts";
import { isFromElsewhere } from "../origin.ts";
import { sendAgain } from "../private-answers.ts";
import { send } from "../send.ts";
import { encodeTarget } from "../target.ts";

/** Turns whatever is thrown into an answer: a page, or JSON for those who prefer it. */
export function faults(services: RequestServices & PageServices): AppMiddleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const fault = publicFault(error);
      const { id } = ctx.state;
      // A visitor who is gone is no failure.
      const isGone = fault.code === "db.given_up";
      if (fault.status >= 500 && !isGone) services.log.error({ err: error, id }, "request failed");
      if (ctx.res.headersSent) return;
      // Without the cookie of a session it is not known yet who asks.
      if (fault.code === "access.denied" && isReading(ctx) && isFromElsewhere(ctx)) return sendAgain(ctx);
      await send(ctx, faultAnswer(services, ctx, fault));
    }
  };
}

function faultAnswer(services: RequestServices & PageServices, ctx: AppContext, fault: Fault): Answer {
  const { id, request, site } = ctx.state;
  if (ctx.accepts("html", "json") !== "json") {
    const address = isReading(ctx) && fault.code === "access.denied" ? encodeTarget(ctx.state.target) : "";
    return pageAnswer(services.pages.fault(request, fault, id, address), site);
  }
  const { meaning } = FAULT_CODES[fault.code];
  return jsonAnswer(fault.status, { error: { code: fault.code, message: meaning, request: id } }, site);
}

function isReading({ method }: AppContext): boolean {
  return method === "GET" || method === "HEAD";
}

/**
 * Makes the fault that a visitor is shown. What went wrong inside stays inside: the log has it under the request id.
 */
function publicFault(error: unknown): Fault {
  if (error instanceof Fault && (error.status < 500 || error.status === 503)) return error;
  return new Fault("internal.unexpected", "Something failed that should not.", { cause: error });
}
