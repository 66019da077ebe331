import type { Form } from "../../model/forms.ts";

/** Ends one session, the `index`th of a list; `about` says which it is. */
export function endSessionForm(action: string, index: number, key: string, about: string): Form {
  return {
    id: `end-session-${index + 1}`,
    action,
    elements: {
      session: { "#type": "hidden", "#value": key },
      end: { "#type": "submit", "#value": "End", "#title": about },
    },
  };
}

/** Ends every session but the one that asks. */
export function endOthersForm(action: string, isOwn: boolean): Form {
  const label = isOwn ? "End all others" : "End all";
  return {
    id: "end-other-sessions",
    action,
    elements: { others: { "#type": "submit", "#value": label, "#button": "danger" } },
  };
}
