import type { Form } from "../../model/forms.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";

/** A session of a list that can be ended; `about` says which it is. */
export type EndedSession = { readonly index: number; readonly key: string; readonly about: string };

/** Ends one session of a list. */
export function endSessionForm(site: Speaker, action: string, { index, key, about }: EndedSession): Form {
  return {
    id: `end-session-${index + 1}`,
    action,
    elements: {
      session: { "#type": "hidden", "#value": key },
      end: { "#type": "submit", "#value": say(site, "account.session_end"), "#title": about },
    },
  };
}

/** Ends every session but the one that asks. */
export function endOthersForm(site: Speaker, action: string, isOwn: boolean): Form {
  const label = say(site, isOwn ? "account.sessions_end_others" : "account.sessions_end_all");
  return {
    id: "end-other-sessions",
    action,
    elements: { others: { "#type": "submit", "#value": label, "#button": "danger" } },
  };
}
