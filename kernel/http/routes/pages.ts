import type { FormHandler } from "../../forms/handle-form.ts";
import { handleForm } from "../../forms/handle-form.ts";
import type { FormView } from "../../forms/render-form.ts";
import { renderForm } from "../../forms/render-form.ts";
import type { Page } from "../../pages/page.ts";
import type { Html } from "../../render/html.ts";
import { exchangeOf, withSession } from "../exchange.ts";
import { isFromElsewhere } from "../origin.ts";
import { sendAgain, sendOn, sendPrivate } from "../private-answers.ts";
import type { RouteServices } from "../services.ts";
import type { FormRoutes, GetRoute, PostRoute, RouteAccess, SessionExchange } from "./route.ts";

type PrivateSpec = {
  /** What is asked beside the permission of the address. */
  readonly access?: RouteAccess;
  /** The address holds a secret: no other site may learn it from a link that is followed. */
  readonly hidesAddress?: boolean;
};

export type PrivatePage = PrivateSpec & {
  /** The page, or the path to go on to instead. */
  page(exchange: SessionExchange): Promise<Page | string>;
};

export type FormPage = PrivateSpec & {
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

/** A page with a form, and what becomes of what is sent with it: done and sent on, or the page again with what is wrong. */
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
  const show: PrivatePage = {
    ...spec,
    async page(exchange) {
      const built = await spec.build(exchange);
      return typeof built === "string" ? built : shown(exchange, built, 200, {});
    },
  };
  const take: PostRoute = {
    ...(access !== undefined && { access }),
    async handle(exchange) {
      const { ctx, session, body } = exchange;
      const built = await spec.build(exchange);
      if (typeof built === "string") return sendOn(ctx, built);
      const result = await handleForm(built, body);
      if (!("redirect" in result)) {
        const page = await shown(exchange, built, result.status, result);
        return sendPrivate(ctx, { ...page, status: result.status }, { hidesAddress });
      }
      if (result.message !== undefined) session.leaveMessage(result.message);
      return sendOn(ctx, result.redirect);
    },
  };
  return { GET: privatePage(services, show), POST: take };
}
