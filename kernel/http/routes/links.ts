import { once } from "node:events";
import { accountSentence } from "../../accounts/account-problems.ts";
import { passwordProblem } from "../../accounts/account-rules.ts";
import { consumeToken, readToken } from "../../accounts/one-time-tokens.ts";
import { requestPasswordReset, resetPassword } from "../../accounts/password-reset.ts";
import { signInByLink } from "../../accounts/sign-in.ts";
import type { AccountRow } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import { Fault } from "../../base/fault.ts";
import type { FormHandler } from "../../forms/handle-form.ts";
import type { FormErrors, FormValues } from "../../model/forms.ts";
import { linkForm, newPasswordForm, resetRequestForm } from "../../pages/account/forms.ts";
import { formPage as renderFormPage } from "../../pages/form-page.ts";
import { absoluteUrl } from "../../pages/shell.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import type { RouteServices } from "../http-services.ts";
import { enter } from "../session/enter.ts";
import { visitorOf } from "../visitor.ts";
import { formPage } from "./pages.ts";
import type { KernelRoutes, SessionExchange } from "./route.ts";

/** Links that came by mail, or from the command line: to choose a password, and to sign in. */
export function linkRoutes(services: RouteServices): KernelRoutes<"password-reset" | "new-password" | "login-link"> {
  return {
    "password-reset": formPage(services, {
      build: async (exchange) => ({
        form: resetRequestForm(exchange.state.site, pathTo("password-reset")),
        submit: async (values) => {
          sendLink(exchange, values["mail"] as string);
          return { redirect: pathTo("sign-in"), message: say(exchange.state.site, "account.link_sent") };
        },
      }),
      page: ({ state }, form, status) =>
        renderFormPage(state, {
          title: say(state.site, "account.reset_title"),
          path: pathTo("password-reset"),
          status,
          lede: say(state.site, "account.reset_about"),
          form,
          links: [{ label: say(state.site, "account.back_to_sign_in"), url: pathTo("sign-in") }],
        }),
    }),
    "new-password": formPage(services, {
      hidesAddress: true,
      build: (exchange) => newPassword(exchange),
      page: ({ state }, form, status) =>
        renderFormPage(state, {
          title: say(state.site, "account.choose_password"),
          path: pathTo("password-reset"),
          status,
          form,
        }),
    }),
    "login-link": formPage(services, {
      hidesAddress: true,
      build: (exchange) => signInLink(exchange),
      page: ({ state }, form, status) =>
        renderFormPage(state, {
          title: say(state.site, "action.sign_in"),
          path: pathTo("sign-in"),
          status,
          lede: say(state.site, "account.link_about"),
          form,
        }),
    }),
  };
}

/** Sends a link after the answer, so that neither its text nor its time tells whether there is such an account. */
function sendLink({ services, ctx, state }: SessionExchange, mail: string): void {
  const { db, mailer } = services;
  const { site, id } = state;
  const linkOf = (token: string) => absoluteUrl(site, pathTo("new-password", { token }));
  const request = { mail, ip: visitorOf(services, ctx), site, linkOf };
  services.later(async () => {
    if (!ctx.res.closed) await once(ctx.res, "close");
    await requestPasswordReset(db, mailer, request);
  }, `A link to choose a new password, asked for by request ${id}, could not be sent.`);
}

async function newPassword({ services, ctx, state, params }: SessionExchange): Promise<FormHandler> {
  const token = params["token"]!;
  const owner = inTime(await readToken(state.db, token, "password"));
  const { minLength } = services.accounts.settings.password;
  return {
    form: newPasswordForm(state.site, pathTo("new-password", { token }), minLength),
    validate: (values) => newPasswordErrors(state.site, values, owner, minLength),
    submit: async (values) => {
      const password = values["password"] as string;
      inTime(await resetPassword(state, services.accounts, { token, password, ip: visitorOf(services, ctx) }));
      return { redirect: pathTo("sign-in"), message: say(state.site, "account.password_changed") };
    },
  };
}

async function signInLink({ services, ctx, state, params, session }: SessionExchange): Promise<FormHandler> {
  const token = params["token"]!;
  inTime(await readToken(state.db, token, "login"));
  return {
    form: linkForm(state.site, pathTo("login-link", { token })),
    submit: async () => {
      const owner = inTime(await consumeToken(state.db, token, "login"));
      const entered = inTime(await signInByLink(state, services.accounts, owner, visitorOf(services, ctx)));
      const how = { remember: false, byLink: true, device: ctx.get("User-Agent") };
      if (!(await enter(services.sessions, session, entered, how))) throw linkOver();
      return { redirect: pathTo("account", { id: owner.id }) };
    },
  };
}

/** Finds the problems of a password that was typed twice. */
export function newPasswordErrors(
  site: Speaker,
  values: FormValues,
  account: Pick<AccountRow, "name" | "mail">,
  minLength: number,
): FormErrors {
  const password = values["password"] as string;
  const problem = passwordProblem(password, account, { minLength });
  if (problem !== null) return { password: accountSentence(site, { element: "password", problem }) };
  return password === values["repeat"] ? {} : { repeat: say(site, "account.passwords_differ") };
}

function inTime<Found>(found: Found | null): Found {
  if (found === null) throw linkOver();
  return found;
}

function linkOver(): Fault {
  return new Fault("account.link_over", "The link was used, or its time is over.");
}
