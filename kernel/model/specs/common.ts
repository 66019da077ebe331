import type { TSchema } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";

/** A machine name: lower case, digits and underscores, a letter first. */
export const MACHINE_NAME = "^[a-z][a-z0-9_]*$";
/** A machine name in which hyphens are allowed too: gathers, forms, menus. */
export const HYPHENATED_NAME = "^[a-z][a-z0-9_-]*$";

/** A language, as BCP 47 names it: `de`, `pt-BR`, `zh-Hant`. */
export const LANGUAGE_NAME = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$";

/** A length of time: `1 minute`, `24 hours`. */
export const DURATION = "^[1-9][0-9]{0,5} (second|minute|hour|day)s?$";

/** A mapping whose keys are machine names and whose values have the schema `value`. */
export function named<Value extends TSchema>(value: Value, description: string) {
  return Type.Record(Type.String({ pattern: MACHINE_NAME }), value, { description });
}

/** One of the given words. */
export function oneOf<const Words extends readonly string[]>(words: Words, description: string) {
  return Type.Unsafe<Words[number]>({ type: "string", enum: [...words], description });
}

export const Label = Type.String({ minLength: 1, maxLength: 255, description: "The name that people see." });
export const Description = Type.Optional(Type.String({ description: "What it is for, in a sentence or two." }));
export const RenamedFrom = Type.Optional(
  Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })], {
    description: "The name that it had before, or all of them, the newest first; its data moves along.",
  }),
);
/** Condition under which an element of a form is asked for, by the values of others. */
export const ShownWhen = Type.Optional(
  Type.Record(
    Type.String({ pattern: MACHINE_NAME }),
    Type.Union([Type.String(), Type.Boolean(), Type.Array(Type.String(), { minItems: 1 })]),
    {
      description:
        "What others hold when it is asked for: a value, one of a list, or `true` and `false` for what is filled in or ticked. Otherwise it holds nothing.",
      examples: [{ kind: "film", seen: true }],
    },
  ),
);
/** Any JSON scalar. */
export const Scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
export const Path = Type.String({ pattern: "^/", description: "A path of the site, starting with a slash." });
