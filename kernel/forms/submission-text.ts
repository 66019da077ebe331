import type { FormElementSpec, SiteForm } from "../kinds/form/form-spec.ts";
import type { FormValue, FormValues } from "../model/forms.ts";
import type { Site } from "../model/site.ts";
import { optionsOf } from "./declared-form.ts";

/** What was sent with a form, for people to read: a line for each thing that was asked, or a paragraph. */
export function submissionText(site: Pick<Site, "name">, form: SiteForm, values: FormValues): string {
  const answers = Object.entries(form.elements).map(([name, element]) => answerText(element, values[name] ?? ""));
  return `${form.label}, sent at ${site.name}:\n\n${answers.join("\n")}\n`;
}

function answerText(element: FormElementSpec, value: FormValue): string {
  const text = shown(element, value);
  return text.includes("\n") ? `\n${element.label}:\n${text}\n` : `${element.label}: ${text}`;
}

function shown({ options }: FormElementSpec, value: FormValue): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const chosen = ([value].flat() as readonly string[]).filter((each) => each !== "");
  if (chosen.length === 0) return "–";
  if (options === undefined) return chosen.join(", ");
  const labels = new Map(optionsOf(options).map((option) => [option.value, option.label]));
  return chosen.map((each) => labels.get(each) ?? each).join(", ");
}
