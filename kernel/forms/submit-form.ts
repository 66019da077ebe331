import { sql } from "slonik";
import { NIL_UUID, uuidv7 } from "../base/ids.ts";
import { holdGeneration } from "../content/generation.ts";
import type { FormAction, SiteForm } from "../kinds/form/form-spec.ts";
import type { Db } from "../model/db.ts";
import type { FormValues } from "../model/forms.ts";
import type { RequestState } from "../model/request-state.ts";
import { inTransaction } from "../model/request-state.ts";
import { actionsOf } from "./declared-form.ts";
import { queueMail } from "./mail-jobs.ts";
import { submissionText } from "./submission-text.ts";

/** Submission of a form: its values by the names of its elements. */
export type Submission = { readonly form: SiteForm; readonly values: FormValues };

/** How each action is done, within one transaction. */
const ACTIONS: {
  readonly [action in FormAction["action"]]: (
    state: RequestState,
    sent: Submission,
    action: FormAction,
  ) => Promise<void>;
} = {
  store: ({ db, user }, { form, values }) => storeSubmission(db, form.name, user.id, values),
  mail: async ({ db, site }, { form, values }, { to, subject }) => {
    await queueMail(db, { to: to!, subject: subject!, text: submissionText(site, form, values) });
  },
};

/**
 * Does what a form says with what was sent: all of it or nothing. Mail is only queued.
 * @throws Fault `site.behind` when the form may be another by now
 */
export function submitForm(state: RequestState, sent: Submission): Promise<void> {
  return inTransaction(state, async (inside) => {
    await holdGeneration(inside);
    for (const action of actionsOf(sent.form)) await ACTIONS[action.action](inside, sent, action);
  });
}

/** Only what the form asks for is kept, and not which button was used. */
async function storeSubmission(db: Db, form: string, user: string, values: FormValues): Promise<void> {
  await db.run(sql.unsafe`
    insert into form_submission (id, form, user_id, data)
    values (${uuidv7()}, ${form}, ${user === NIL_UUID ? null : user}, ${sql.jsonb(values)})`);
}
