import { noteSignOut, signIn } from "../../accounts/sign-in.ts";
import { pathTo } from "../../addresses/path-to.ts";
import { Fault } from "../../base/fault.ts";
import type { FormDone, FormRefused } from "../../forms/handle-form.ts";
import { WHOLE_FORM } from "../../forms/handle-form.ts";
import type { FormValues } from "../../model/forms.ts";
import { signInForm } from "../../pages/account/forms.ts";
import { formPage as renderFormPage } from "../../pages/form-page.ts";
import { say } from "../../words/say.ts";
import { exchangeOf } from "../exchange.ts";
import type { RouteServices } from "../http-services.ts";
import { localPath } from "../local-path.ts";
import { isFromElsewhere, isLookingAhead, isPartOfPage } from "../origin.ts";
import { sendOn } from "../private-answers.ts";
import { enter } from "../session/enter.ts";
import { readTarget } from "../target.ts";
import { visitorOf } from "../visitor.ts";
import { formPage } from "./pages.ts";
import type { Exchange, KernelRoutes, SessionExchange } from "./route.ts";

const MINUTE = 60_000;

/** Signing in and out. */
export function signInRoutes(services: RouteServices): KernelRoutes<"sign-in" | "sign-out"> {
  return {
    "sign-in": formPage(services, {
      build: async (exchange) => {
        const { session, query } = exchange;
        const destination = destinationIn(query);
        if (session.user !== null) return destination ?? pathTo("account", { id: session.user });
        const back = destination === null ? "" : `?destination=${encodeURIComponent(destination)}`;
        return {
          form: signInForm(exchange.state.site, `${pathTo("sign-in")}${back}`),
          submit: (values) => signInWith(exchange, values, destination),
        };
      },
      page: ({ state }, form, status) =>
        renderFormPage(state, {
          title: say(state.site, "action.sign_in"),
          path: pathTo("sign-in"),
          status,
          form,
          links: [{ label: say(state.site, "account.forgot_password"), url: pathTo("password-reset") }],
        }),
    }),
    "sign-out": {
      GET: {
        // The one thing that changes something and is asked for by a link; so other sites are kept from it by name.
        answer: async (ctx) => {
          if (isFromElsewhere(ctx) || isLookingAhead(ctx) || isPartOfPage(ctx)) {
            throw new Fault("http.cross_site", "Nobody asked to be signed out.");
          }
          await signOut(exchangeOf(services, ctx));
        },
      },
      POST: { handle: signOut },
    },
  };
}

/** Where to go on to afterwards: never to where one is signed out at once, by a link that somebody else wrote. */
function destinationIn(query: URLSearchParams): string | null {
  const destination = localPath(query.get("destination"));
  const path = destination === null ? null : (readTarget(destination)?.path ?? null);
  return path === null || path.replace(/\/+$/, "") === pathTo("sign-out") ? null : destination;
}

async function signInWith(
  { services, ctx, state, session }: SessionExchange,
  values: FormValues,
  destination: string | null,
): Promise<FormDone | FormRefused> {
  const { name, password } = values as { readonly name: string; readonly password: string };
  const notRight = say(state.site, "account.sign_in_wrong");
  const result = await signIn(state, services.accounts, { name, password, ip: visitorOf(services, ctx) });
  if (result.kind === "signed-in") {
    const how = { remember: values["remember"] === true, byLink: false, device: ctx.get("User-Agent") };
    if (!(await enter(services.sessions, session, result, how))) return refused(notRight, 401);
    return { redirect: destination ?? pathTo("account", { id: result.account.id }) };
  }
  if (result.kind === "refused") return refused(notRight, 401);
  const wait = result.kind === "limited" ? result.wait : result.until - state.clock.now();
  ctx.set("Retry-After", String(Math.max(1, Math.ceil(wait / 1_000))));
  const key = result.kind === "locked" ? "account.locked" : "account.network_locked";
  return refused(say(state.site, key, { minutes: minutesOf(wait) }), 429);
}

function refused(message: string, status: 401 | 429): FormRefused {
  return { errors: { [WHOLE_FORM]: message }, status };
}

/** A wait in whole minutes, one at least. */
export function minutesOf(milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / MINUTE));
}

async function signOut({ ctx, state }: Exchange): Promise<void> {
  const { session } = ctx.state;
  if (session !== null && session.user !== null) {
    await noteSignOut(state);
    session.end();
  }
  await sendOn(ctx, "/");
}
