import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { splitJsonArray } from "../../kernel/imports/json-array.ts";

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

test("whatever the entries and however the text is cut, the entries come out", async () => {
  const law = fc.asyncProperty(
    fc.array(fc.jsonValue()),
    fc.integer({ min: 1, max: 20 }),
    fc.constantFrom(0, 1, 4),
    async (entries, size, indent) => {
      const texts = await Array.fromAsync(
        splitJsonArray(inPieces(JSON.stringify(entries, null, indent), size), "file"),
      );
      expect(texts.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(entries)));
    },
  );
  await fc.assert(law);
});
