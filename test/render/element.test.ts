import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Format } from "../../kernel/kinds/format/format-spec.ts";
import type { RenderElement } from "../../kernel/model/elements.ts";
import { ELEMENT_NAMES, isAttributeAllowed } from "../../kernel/render/allowed.ts";
import { renderElement } from "../../kernel/render/element.ts";
import { createFormatText } from "../../kernel/render/format.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";
import { readHtml } from "../support/read-html.ts";

const golden = join(import.meta.dirname, "../golden/render");
const markdown: Format = { name: "markdown", label: "Markdown", filters: ["markdown", "sanitize"] };
const { formatText } = createFormatText(new Map([["markdown", markdown]]), { words: ENGLISH }, () => {});
const themed = { variables: () => undefined, render: () => "" };
const render = (element: RenderElement) => renderElement(element, { formatText, themed });

test.each(readdirSync(golden))("%s", (name) => {
  const element = JSON.parse(readFileSync(join(golden, name, "element.json"), "utf8")) as RenderElement;
  const lines = `${render(element).replace(/(?<=>)(?=<(?!\/|(?:b|i|u|p)>))/g, "\n")}\n`;
  expect(lines).toBe(readFileSync(join(golden, name, "page.html"), "utf8"));
});

test("nesting that no page needs is left out and exhausts nothing", () => {
  let element: RenderElement = { "#type": "markup", "#value": "deep" };
  for (let depth = 0; depth < 20_000; depth++) element = { "#type": "container", "#children": [element] };
  expect(render(element)).not.toContain("deep");
});

describe("whatever an element holds", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom("<", ">", '"', "'", "&", "=", " ", "/", "script", "onload", "javascript:", "&lt;", "\n", "\0"),
        { maxLength: 8 },
      )
      .map((parts) => parts.join("")),
  );
  const name = fc.oneof(text, fc.constantFrom("script", "style", "p", "a", "img", "iframe", "base", "form", "hr"));
  const attributes = fc.dictionary(
    fc.oneof(text, fc.constantFrom("href", "src", "cite", "class", "onclick", "style", "data-x", "aria-label", "id")),
    fc.oneof(text, fc.boolean(), fc.double(), fc.array(text, { maxLength: 2 }), fc.constant(undefined)),
    { maxKeys: 4 },
  );
  const { element } = fc.letrec<{ element: RenderElement; children: RenderElement[] }>((tie) => ({
    element: fc.record(
      {
        "#type": fc.constantFrom("container", "markup", "link", "item_list", "table", "image", "meter", "time"),
        "#tag": name,
        "#value": text,
        "#url": text,
        "#format": fc.constantFrom("markdown", "nothing"),
        "#weight": fc.integer(),
        "#attributes": attributes,
        "#header": fc.array(text, { maxLength: 2 }),
        "#rows": fc.array(tie("children"), { maxLength: 2 }),
        "#children": tie("children"),
      },
      { requiredKeys: ["#type"] },
    ) as fc.Arbitrary<RenderElement>,
    children: fc.oneof(
      { depthSize: "small" },
      fc.constant<RenderElement[]>([]),
      fc.array(tie("element"), { maxLength: 2 }),
    ),
  }));

  test("its HTML has only elements, attributes and addresses that are allowed", () => {
    fc.assert(
      fc.property(element, (value) => {
        for (const tag of readHtml(render(value)).tags) {
          expect(ELEMENT_NAMES).toContain(tag.name);
          for (const [attribute, address] of Object.entries(tag.attributes)) {
            expect(isAttributeAllowed(attribute)).toBe(true);
            expect(attribute).not.toMatch(/^on|^style$/);
            if (/^(?:href|src|cite)$/.test(attribute))
              expect(URL.parse(address, "https://here.example")?.protocol ?? "https:").toMatch(
                /^(?:https?|mailto|tel):$/,
              );
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("its value is read back as it was", () => {
    fc.assert(
      fc.property(text, text, (value, title) => {
        const { tags, text: shown } = readHtml(
          render({ "#type": "markup", "#tag": "p", "#value": value, "#attributes": { title, class: title } }),
        );
        expect(tags).toHaveLength(1);
        expect(shown).toBe(value);
        expect(tags[0]!.attributes["title"] ?? "").toBe(title);
      }),
      { numRuns: 500 },
    );
  });
});
