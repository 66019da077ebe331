import { Fault } from "../../base/fault.ts";
import type { FormHandler } from "../../forms/handle-form.ts";
import { handleForm, WHOLE_FORM } from "../../forms/handle-form.ts";
import type { FormView } from "../../forms/render-form.ts";
import { renderForm } from "../../forms/render-form.ts";
import { resolveReferences } from "../../forms/resolve-references.ts";
import { readFormValues } from "../../forms/values.ts";
import { signedOutPage } from "../../pages/content/signed-out-page.ts";
import type { Page } from "../../pages/page.ts";
import type { Html } from "../../render/html.ts";
import { say } from "../../words/say.ts";
import { exchangeOf, withSession } from "../exchange.ts";
import type { RouteServices } from "../http-services.ts";
import { isFromElsewhere } from "../origin.ts";
import { sendAgain, sendOn, sendPrivate } from "../private-answers.ts";
import { encodeTarget } from "../target.ts";
import { sendPart } from "./form-part.ts";
import type { FormRoutes, GetRoute, KeepsTyped, PostRoute, RouteAccess, SessionExchange } from "./route.ts";

/**
 * The longest form that somebody writes (bytes as they are sent): a million characters, and room for what encoding
 * makes of them.
 */
export const MOST_WRITTEN = 8 * 1024 * 1024;

type PrivateSpec = {
  /** Access beside the permission of the address. */
  readonly access?: RouteAccess;
  /** The address holds a secret: no other site may learn it from a link that is followed. */
  readonly hidesAddress?: boolean;
};

export type PrivatePage = PrivateSpec & {
  /** The page, or the path to go on to instead. */
  page(exchange: SessionExchange): Promise<Page | string>;
};

export type FormPage = PrivateSpec & {
  /** Lets a form be long, and keeps what was typed when it cannot be taken. */
  readonly isWriting?: boolean;
  /** The form for who asks; or the path to go on to instead. */
  build(exchange: SessionExchange): Promise<FormHandler | string>;
  /** The page around the form; `status` is not 200 where something is wrong. */
  page(exchange: SessionExchange, form: Html, status: number): Page | Promise<Page>;
};

/** A page for one visitor, with their session: it may show forms. It is kept nowhere. */
export function privatePage(services: RouteServices, spec: PrivatePage): GetRoute {
  const { access, hidesAddress = false } = spec;
  return {
    async answer(ctx) {
      if (isFromElsewhere(ctx)) return sendAgain(ctx);
      const exchange = exchangeOf(services, ctx);
      await access?.(exchange);
      const page = await spec.page(await withSession(exchange));
      await (typeof page === "string" ? sendOn(ctx, page) : sendPrivate(ctx, page, { hidesAddress }));
    },
  };
}

/**
 * A page with a form, and what becomes of what is sent with it: done and sent on, or the page again with what is wrong.
 */
export function formPage(services: RouteServices, spec: FormPage): FormRoutes {
  const { access, hidesAddress = false } = spec;
  const shown = (
    exchange: SessionExchange,
    { form }: FormHandler,
    status: number,
    view: Omit<FormView, "formToken">,
  ) => {
    const { formToken } = exchange.session.forRequest;
    return spec.page(exchange, renderForm(exchange.state.site, form, { formToken, ...view }), status);
  };
  const keptTyped: KeepsTyped = {
    signedOut: ({ ctx, state }, body) => sendPrivate(ctx, signedOutPage(state, encodeTarget(ctx.state.target), body)),
    async isOld(exchange) {
      const built = await spec.build(exchange);
      if (typeof built === "string") return sendOn(exchange.ctx, built);
      const errors = { [WHOLE_FORM]: say(exchange.state.site, "content.form_old") };
      const page = await shown(exchange, built, 403, { values: readFormValues(built.form, exchange.body), errors });
      await sendPrivate(exchange.ctx, { ...page, status: 403 });
    },
  };
  const build = async (exchange: SessionExchange): Promise<FormHandler | string> => {
    const built = await spec.build(exchange);
    if (typeof built === "string") return built;
    return { resolve: (values) => resolveReferences(exchange.state, built.form.elements, values), ...built };
  };
  const show: PrivatePage = {
    ...spec,
    async page(exchange) {
      const built = await build(exchange);
      if (typeof built === "string") return built;
      return shown(exchange, built, 200, built.values === undefined ? {} : await built.resolve!(built.values));
    },
  };
  const take: PostRoute = {
    ...(spec.isWriting === true && { mostBytes: MOST_WRITTEN, typed: keptTyped }),
    ...(access !== undefined && { access }),
    async handle(exchange) {
      const { ctx, session, body } = exchange;
      const built = await build(exchange);
      if (typeof built === "string") return sendOn(ctx, built);
      const result = await handleForm(exchange.state.site, built, body);
      if (!("redirect" in result)) {
        const page = await shown(exchange, built, result.status, result);
        return sendPrivate(ctx, { ...page, status: result.status }, { hidesAddress });
      }
      if (result.message !== undefined) session.leaveMessage(result.message);
      return sendOn(ctx, result.redirect);
    },
    async part(exchange) {
      const built = await build(exchange);
      if (typeof built === "string") throw new Fault("http.not_found", "There is no form here now.");
      await sendPart(exchange, built);
    },
  };
  return { GET: privatePage(services, show), POST: take };
}
