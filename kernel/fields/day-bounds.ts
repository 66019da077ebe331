import { isIsoDate } from "../base/iso-day.ts";
import type { FormElement } from "../model/forms.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import type { FieldSpecOf } from "./field-spec.ts";
import type { SettingProblem } from "./field-type.ts";

type Bounded = Pick<FieldSpecOf<"date">, "earliest" | "latest">;

/** Returns the reason why a day is out of the bounds of its field, or null. ISO text compares as it is. */
export function dayProblem(day: string, { earliest, latest }: Bounded): Problem | null {
  if (earliest !== undefined && day < earliest) return wrong("before", { least: earliest });
  return latest !== undefined && day > latest ? wrong("after", { most: latest }) : null;
}

/** Bounds that are no days, or leave none between them. */
export function dayProblems({ earliest, latest }: Bounded): readonly SettingProblem[] {
  const strange = Object.entries({ earliest, latest }).filter(([, day]) => day !== undefined && !isIsoDate(day));
  if (strange.length > 0) return strange.map(([setting, day]) => ({ setting, message: `${day} is not a day` }));
  if (earliest === undefined || latest === undefined || earliest <= latest) return [];
  return [{ setting: "latest", message: `latest ${latest} is before earliest ${earliest}` }];
}

/** The bounds as the element of a form has them. */
export function dayBounds({ earliest, latest }: Bounded): Pick<FormElement, "#min" | "#max"> {
  return { ...(earliest !== undefined && { "#min": earliest }), ...(latest !== undefined && { "#max": latest }) };
}
