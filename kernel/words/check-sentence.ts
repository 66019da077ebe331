import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { didYouMean } from "../base/near-miss.ts";
import { SENTENCES } from "./catalogue.ts";

/**
 * The first thing that keeps `text` from being the sentence `key`, or null: its syntax, a hole that it lacks, or one
 * that nobody fills.
 */
export function sentenceProblem(key: string, text: string): string | null {
  let holes: Holes;
  try {
    holes = holesIn(text);
  } catch (error) {
    return `This is no sentence in ICU message format: ${syntaxText(error as Error)}.`;
  }
  const wanted = holesIn(SENTENCES.get(key)!);
  for (const [hole, isNumber] of holes) {
    if (!wanted.has(hole)) return `Nothing is filled in for {${hole}}.${didYouMean(hole, wanted.keys())}`;
    if (isNumber && !wanted.get(hole)) return `{${hole}} is text, not a number.`;
  }
  const missing = [...wanted.keys()].find((hole) => !holes.has(hole));
  return missing === undefined ? null : `The sentence leaves out {${missing}}.`;
}

/** Holes of a sentence, by name: true for a number. */
type Holes = ReadonlyMap<string, boolean>;

/** Finds the holes of a sentence. @throws SyntaxError when it does not parse */
export function holesIn(text: string): Holes {
  return new Map(namedIn(parse(text, { ignoreTag: true, requiresOtherClause: true })));
}

function namedIn(elements: readonly MessageFormatElement[]): readonly (readonly [name: string, isNumber: boolean])[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound || element.type === TYPE.tag) return [];
    const isNumber = element.type !== TYPE.argument && element.type !== TYPE.select;
    const own = [element.value, isNumber] as const;
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [own];
    return [...Object.values(element.options).flatMap(({ value }) => namedIn(value)), own];
  });
}

/** The parser names what it misses in capitals: `EXPECT_ARGUMENT_CLOSING_BRACE`. */
function syntaxText({ message }: Error): string {
  return message.toLowerCase().replaceAll("_", " ");
}
