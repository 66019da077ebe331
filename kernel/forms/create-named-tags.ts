import { isUuid } from "../base/ids.ts";
import { createTags } from "../categories/create.ts";
import type { FormElements, FormValues } from "../model/forms.ts";
import type { RequestState } from "../model/request-state.ts";
import { fieldsOf } from "./fields.ts";

const LONGEST_LABEL = 255;

/** Makes the tags that references name and nobody has made yet, and gives the values with their ids. */
export async function createNamedTags(
  state: RequestState,
  elements: FormElements,
  values: FormValues,
): Promise<FormValues> {
  const result = { ...values };
  for (const [name, element] of fieldsOf(elements)) {
    const vocabulary = state.site.vocabularies.get(element["#target"]?.vocabulary ?? "");
    if (vocabulary === undefined || element["#target"]?.create !== true) continue;
    const given = (values[name] ?? []) as readonly string[];
    const labels = given.filter((text) => !isUuid(text) && text.length <= LONGEST_LABEL);
    const ids = await createTags(state, vocabulary, labels);
    result[name] = given.map((text) => ids.get(text) ?? text);
  }
  return result;
}
