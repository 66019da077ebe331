import { requireAccount } from "../../accounts/account-changes.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { FormHandler } from "../../forms/handle-form.ts";
import { handleForm } from "../../forms/handle-form.ts";
import { renderForm } from "../../forms/render-form.ts";
import { endOthersForm, endSessionForm } from "../../pages/account/session-forms.ts";
import { sessionsPage } from "../../pages/account/sessions-page.ts";
import type { ListedSession } from "../../state/port.ts";
import { shownMoment } from "../../words/moments.ts";
import { say } from "../../words/say.ts";
import { deviceName } from "../device-name.ts";
import type { RouteServices } from "../http-services.ts";
import { sendOn } from "../private-answers.ts";
import { isOwn, managedByUser } from "./account-access.ts";
import { privatePage } from "./pages.ts";
import type { KernelRoutes, PostExchange, SessionExchange } from "./route.ts";

/** Where an account is signed in, and ending that. */
export function sessionListRoutes(services: RouteServices): KernelRoutes<"account-sessions"> {
  return {
    "account-sessions": {
      GET: privatePage(services, { access: managedByUser, page: show }),
      POST: { access: managedByUser, handle: end },
    },
  };
}

async function show(exchange: SessionExchange) {
  const { services, state, params, session } = exchange;
  const { site } = state;
  const account = await requireAccount(state.db, params["id"]!);
  const path = pathTo("account-sessions", { id: account.id });
  const { formToken, key } = session.forRequest;
  const sessions = await services.sessions.ofUser(account.id);
  const isTheirs = isOwn(state, account.id);
  return sessionsPage(state, {
    account,
    path,
    isOwn: isTheirs,
    sessions: sessions.map((each, index) => {
      const device = deviceName(site, String(each.data["device"] ?? ""));
      const since = shownMoment(site, each.created, account.timezone).text;
      const about = say(site, "account.session_about", { device, since });
      return {
        device,
        created: each.created,
        used: each.used,
        isCurrent: each.key === key,
        form: renderForm(site, endSessionForm(site, path, { index, key: each.key, about }), { formToken }),
      };
    }),
    endOthers: sessions.length > 1 ? renderForm(site, endOthersForm(site, path, isTheirs), { formToken }) : null,
  });
}

async function end(exchange: PostExchange): Promise<void> {
  const { services, ctx, state, params, session, body } = exchange;
  const account = await requireAccount(state.db, params["id"]!);
  const path = pathTo("account-sessions", { id: account.id });
  const own = session.forRequest.key;
  const sessions = await services.sessions.ofUser(account.id);
  const handler = body.has("others")
    ? endOthers(exchange, account.id, path)
    : endOne(exchange, path, sessions, (key) => {
        if (key === own) session.end();
      });
  const result = await handleForm(state.site, handler, body);
  const done = "redirect" in result ? result : { redirect: path, message: Object.values(result.errors)[0] };
  const isOver = body.get("session") === own && "redirect" in result;
  if (!isOver && done.message !== undefined) session.leaveMessage(done.message);
  await sendOn(ctx, isOver ? pathTo("sign-in") : done.redirect);
}

function endOthers({ services, state, session }: PostExchange, user: string, path: string): FormHandler {
  return {
    form: endOthersForm(state.site, path, true),
    submit: async () => {
      const ended = await services.sessions.endOfUser(user, session.forRequest.key);
      return { redirect: path, message: say(state.site, "account.sessions_ended", { ended }) };
    },
  };
}

function endOne(
  { services, state }: PostExchange,
  path: string,
  sessions: readonly ListedSession[],
  onEnd: (key: string) => void,
): FormHandler {
  return {
    form: endSessionForm(state.site, path, { index: 0, key: "", about: "" }),
    submit: async (values) => {
      const key = values["session"] as string;
      // Another account's session is none of this list.
      if (!sessions.some((each) => each.key === key))
        return { redirect: path, message: say(state.site, "account.session_over") };
      await services.sessions.end(key);
      onEnd(key);
      return { redirect: path, message: say(state.site, "account.session_ended") };
    },
  };
}
