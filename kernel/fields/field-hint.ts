import { didYouMean } from "../base/near-miss.ts";
import type { TypeSpec } from "../kinds/type/type-spec.ts";

type Fields = TypeSpec["fields"];

/** Makes a hint for whoever names a field that is not there: the name that it has now, or one that is near. */
export function fieldHint(name: string, fields: Fields, names: readonly string[] = Object.keys(fields)): string {
  const now = Object.entries(fields).find(([, { renamed_from: before }]) => [before ?? []].flat().includes(name));
  return now === undefined ? didYouMean(name, names) : ` It was renamed to ${now[0]}.`;
}
