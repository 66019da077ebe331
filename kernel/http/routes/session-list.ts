import { requireAccount } from "../../accounts/account-changes.ts";
import { SIGN_IN_PATH } from "../../accounts/sign-in.ts";
import type { FormHandler } from "../../forms/handle-form.ts";
import { handleForm } from "../../forms/handle-form.ts";
import { renderForm } from "../../forms/render-form.ts";
import { endOthersForm, endSessionForm } from "../../pages/account/session-forms.ts";
import { sessionsPage } from "../../pages/account/sessions-page.ts";
import { shownTime } from "../../pages/account/shown-time.ts";
import type { ListedSession } from "../../state/port.ts";
import { deviceName } from "../device-name.ts";
import { sendOn } from "../private-answers.ts";
import type { HttpServices } from "../services.ts";
import { isOwn, managedByUser } from "./account-access.ts";
import { accountPath } from "./account-paths.ts";
import { privatePage } from "./pages.ts";
import type { PostExchange, Route, SessionExchange } from "./route.ts";

const PATH = "/user/:id/sessions";

/** Where an account is signed in, and ending that. */
export function sessionListRoutes(services: HttpServices): readonly Route[] {
  return [
    privatePage(services, { path: PATH, access: managedByUser, page: show }),
    { method: "POST", path: PATH, access: managedByUser, handle: end },
  ];
}

async function show(exchange: SessionExchange) {
  const { services, state, params, session } = exchange;
  const account = await requireAccount(state.db, params["id"]!);
  const path = pathOf(account.id);
  const { formToken, key } = session.forRequest;
  const sessions = await services.sessions.ofUser(account.id);
  const isTheirs = isOwn(state, account.id);
  return sessionsPage(state, {
    account,
    path,
    accountPath: accountPath(account.id),
    isOwn: isTheirs,
    sessions: sessions.map((each, index) => {
      const device = deviceName(String(each.data["device"] ?? ""));
      const about = `${device}, since ${shownTime(each.created, account.timezone).text}`;
      return {
        device,
        created: each.created,
        used: each.used,
        isCurrent: each.key === key,
        form: renderForm(state.site, endSessionForm(path, index, each.key, about), { formToken }),
      };
    }),
    endOthers: sessions.length > 1 ? renderForm(state.site, endOthersForm(path, isTheirs), { formToken }) : null,
  });
}

async function end({ services, ctx, state, params, session, body }: PostExchange): Promise<void> {
  const account = await requireAccount(state.db, params["id"]!);
  const path = pathOf(account.id);
  const own = session.forRequest.key;
  const sessions = await services.sessions.ofUser(account.id);
  const handler = body.has("others")
    ? endOthers(services, account.id, path, own)
    : endOne(services, path, sessions, (key) => {
        if (key === own) session.end();
      });
  const result = await handleForm(handler, body);
  const done = "redirect" in result ? result : { redirect: path, message: Object.values(result.errors)[0] };
  const isOver = body.get("session") === own && "redirect" in result;
  if (!isOver && done.message !== undefined) session.leaveMessage(done.message);
  await sendOn(ctx, isOver ? SIGN_IN_PATH : done.redirect);
}

function endOthers(services: HttpServices, user: string, path: string, own: string): FormHandler {
  return {
    form: endOthersForm(path, true),
    submit: async () => {
      const ended = await services.sessions.endOfUser(user, own);
      return { redirect: path, message: ended === 1 ? "One session is ended." : `${ended} sessions are ended.` };
    },
  };
}

function endOne(
  services: HttpServices,
  path: string,
  sessions: readonly ListedSession[],
  onEnd: (key: string) => void,
): FormHandler {
  return {
    form: endSessionForm(path, 0, "", ""),
    submit: async (values) => {
      const key = values["session"] as string;
      // Another account's session is none of this list.
      if (!sessions.some((each) => each.key === key))
        return { redirect: path, message: "That session is over already." };
      await services.sessions.end(key);
      onEnd(key);
      return { redirect: path, message: "The session is ended." };
    },
  };
}

function pathOf(id: string): string {
  return `${accountPath(id)}/sessions`;
}
