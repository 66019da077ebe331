import type { TSchema } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import type { JsonObject } from "../../base/json.ts";
import { LANGUAGE_NAME } from "../../model/specs/common.ts";
import { CATALOGUE } from "../../words/catalogue.ts";
import { sentenceProblem } from "../../words/check-sentence.ts";
import type { CheckContext, Kind } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";

/** The sentences of the kernel in one language, or some of them: `words/de.yaml`. */
export const words: Kind = {
  ...PLAIN,
  ...specTable("words"),
  name: "words",
  folder: "words",
  namePattern: LANGUAGE_NAME,
  schema: Type.Object(mapped(CATALOGUE, groupSchema), {
    additionalProperties: false,
    description: "Sentences that visitors and editors read, in the language that the file is named after.",
  }),
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check,
  whenAbsent: "remove",
  touches: async () => [],
};

function groupSchema(sentences: { readonly [name: string]: string }): TSchema {
  return Type.Optional(
    Type.Object(
      mapped(sentences, (english) => Type.Optional(Type.String({ minLength: 1, description: english }))),
      { additionalProperties: false, description: "Sentences, in ICU message format." },
    ),
  );
}

function check({ object, report }: CheckContext): void {
  for (const [group, sentences] of Object.entries(object.spec)) {
    for (const [name, text] of Object.entries(sentences as JsonObject)) {
      const problem = sentenceProblem(`${group}.${name}`, text as string);
      if (problem !== null) report("words.bad_sentence", [group, name], problem);
    }
  }
}

function mapped<Value, Schema>(values: { readonly [name: string]: Value }, make: (value: Value) => Schema) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value)]));
}
