import type { SentenceValues } from "../model/words.ts";
import type { SentenceKey, ValuesOf } from "./catalogue.ts";
import { IN_ENGLISH } from "./create-words.ts";
import type { Speaker } from "./say.ts";
import { say } from "./say.ts";

type ProblemKey = Exclude<Extract<SentenceKey, `problem.${string}`>, "problem.sentence">;
type ProblemName = ProblemKey extends `problem.${infer Name}` ? Name : never;
type Filled<Name extends ProblemName> = Omit<ValuesOf<`problem.${Name}`>, "field">;

/** Something that is wrong with a value. It is said once the name of its field and the language are known. */
export type Problem = { readonly name: ProblemName; readonly values: SentenceValues };

/** Makes a problem of the catalogue, with what fills its sentence beside the name of the field. */
export function wrong<Name extends ProblemName>(
  name: Name,
  ...values: object extends Filled<Name> ? readonly [] : readonly [Filled<Name>]
): Problem {
  return { name, values: (values[0] ?? {}) as SentenceValues };
}

/** Says what is wrong with `field`, without the end of a sentence. */
export function problemText({ words }: Speaker, { name, values }: Problem, field: string): string {
  return words.sentence(`problem.${name}`, { ...values, field });
}

/** Says what is wrong with `field`, as a whole sentence. */
export function problemSentence(site: Speaker, found: Problem, field: string): string {
  return say(site, "problem.sentence", { problem: problemText(site, found, field) });
}

/** The same as `problemText` for faults, logs and the command line, which speak English. */
export function englishProblem(found: Problem, field: string): string {
  return problemText(IN_ENGLISH, found, field);
}
