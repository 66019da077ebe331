import type { TSchema } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import type { JsonObject } from "../../base/json.ts";
import { LANGUAGE_NAME } from "../../model/specs/common.ts";
import { CATALOGUE } from "../../words/catalogue.ts";
import { sentenceProblem } from "../../words/check-sentence.ts";
import type { Translation } from "../../words/create-words.ts";
import { createWords, widening } from "../../words/create-words.ts";
import type { CheckContext, Kind } from "../kind.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import type { WordsSpec } from "./words-spec.ts";

/** The sentences of the kernel in one language, or some of them: `words/de.yaml`. */
export const words: Kind<"words"> = {
  ...PLAIN,
  ...specTable("words"),
  name: "words",
  origin: "yaml",
  folder: "words",
  namePattern: LANGUAGE_NAME,
  schema: Type.Object(mapped(CATALOGUE, groupSchema), {
    additionalProperties: false,
    description: "Sentences that visitors and editors read, in the language that the file is named after.",
  }),
  firstFile: null,
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check,
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: false,
  pluginOf: null,
  permissions: null,
  tables: { words: "read" },
  share: async ({ parts: { identity }, specs }) => ({
    words: createWords(identity.language, translationsOf(await specs("words"), identity.language)),
  }),
  whenAbsent: "remove",
  touches: async () => [],
  followed: null,
  content: null,
};

/** The sentences that packs bring in a language, then those of the wider one: `de-AT`, `de`. */
function translationsOf(specs: ReadonlyMap<string, WordsSpec>, language: string): readonly Translation[] {
  return widening(language).flatMap((name) => {
    const groups = Object.entries(specs.get(name) ?? {});
    const sentences = groups.flatMap(([group, named]) =>
      Object.entries(named).map(([sentence, text]) => [`${group}.${sentence}`, text] as const),
    );
    return sentences.length === 0 ? [] : [new Map(sentences)];
  });
}

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
