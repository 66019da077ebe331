import { pathTo } from "../../../addresses/path-to.ts";
import type { RequestState } from "../../../model/request-state.ts";
import type { Html } from "../../../render/html.ts";
import { html } from "../../../render/html.ts";
import { say } from "../../../words/say.ts";
import type { Page } from "../../page.ts";
import type { AdminMessage } from "../admin-page.ts";
import { renderAdminPage } from "../admin-page.ts";
import type { PlanView } from "../config-values.ts";

/** A change of a type before it is written. */
export type TypePlan = {
  readonly label: string;
  readonly path: string;
  readonly file: { readonly path: string; readonly text: string } | null;
  readonly plan: PlanView | null;
  /** Why it cannot be written, or is not from here. */
  readonly objections: readonly string[];
};

/** The file that would be written, and what applying it would do. */
export async function typePlanPage(
  state: RequestState,
  { label, path, file, plan, objections }: TypePlan,
  form: Html,
  status: number,
): Promise<Page> {
  const { site } = state;
  const messages = objections.map((text): AdminMessage => ({ text, look: "bad" }));
  return renderAdminPage(state, {
    status,
    title: say(site, "types.plan_title", { label }),
    description: say(site, file === null && messages.length === 0 ? "types.plan_nothing" : "types.plan_about"),
    section: "types",
    path,
    trail: { label: say(site, "types.title"), url: pathTo("types") },
    messages,
    main: html(
      site.templates.render("admin-type-plan", {
        file,
        changes: plan?.changes ?? [],
        warnings: plan?.warnings ?? [],
        form: file === null || messages.length > 0 ? null : form,
      }),
    ),
  });
}
