import type { FormElementSpec, SiteForm } from "../kinds/form/form-spec.ts";
import type { FormValue, FormValues } from "../model/forms.ts";
import type { Site } from "../model/site.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";
import { optionsOf } from "./declared-form.ts";

/** Writes a submission for people to read: a line for each thing that was asked, or a paragraph. */
export function submissionText(site: Pick<Site, "name" | "words">, form: SiteForm, values: FormValues): string {
  const answers = Object.entries(form.elements).map(([name, element]) => answerText(site, element, values[name] ?? ""));
  return `${say(site, "mail.submission", { form: form.label, site: site.name })}\n\n${answers.join("\n")}\n`;
}

function answerText(site: Speaker, element: FormElementSpec, value: FormValue): string {
  const text = shown(site, element, value);
  return text.includes("\n") ? `\n${element.label}:\n${text}\n` : `${element.label}: ${text}`;
}

function shown(site: Speaker, { options }: FormElementSpec, value: FormValue): string {
  if (typeof value === "boolean") return say(site, value ? "form.yes" : "form.no");
  const chosen = ([value].flat() as readonly string[]).filter((each) => each !== "");
  if (chosen.length === 0) return say(site, "form.empty");
  if (options === undefined) return chosen.join(", ");
  const labels = new Map(optionsOf(options).map((option) => [option.value, option.label]));
  return chosen.map((each) => labels.get(each) ?? each).join(", ");
}
