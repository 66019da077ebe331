import { readSubmissions } from "../forms/read-submissions.ts";
import type { ReconcileContext } from "./plan.ts";

/**
 * `trovato submissions FORM`: a line of JSON for each. Returns the exit code, always 0. @throws Fault `form.missing`
 */
export async function submissionsCommand({ db, out }: ReconcileContext, form: string): Promise<number> {
  for await (const submissions of readSubmissions(db, form)) {
    out(submissions.map((submission) => `${JSON.stringify(submission)}\n`).join(""));
  }
  return 0;
}
