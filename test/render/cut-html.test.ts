import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { plainHtml, summaryHtml, trimmedHtml } from "../../kernel/render/cut-html.ts";

describe("the beginning of a text", () => {
  test.each([
    ["<p>One two. Three four five.</p>", 3, "<p>One two.</p>"],
    ["<p>One two three four</p>", 3, "<p>One two three …</p>"],
    ["<p>One</p>\n<p>two <em>three four</em> five</p>", 3, "<p>One</p>\n<p>two <em>three …</em></p>"],
    ["<p>One. Two three four five six seven eight.</p>", 7, "<p>One. Two three four five six seven …</p>"],
    ["<p>One two</p>", 3, "<p>One two</p>"],
    ["<ul>\n<li>One<br>two</li>\n<li>three</li>\n</ul>", 2, "<ul>\n<li>One<br>two</li>\n<li>…</li></ul>"],
    ['<h2 id="section-a">A</h2><p>b</p>', 5, "<h2>A</h2><p>b</p>"],
    ["<p>Größe &amp; Ähnliches, wörtlich.</p>", 2, "<p>Größe &amp; Ähnliches …</p>"],
  ])("%s, %d words", (html, words, expected) => {
    expect(trimmedHtml(html, words)).toBe(expected);
  });

  test("is HTML, wherever it is cut", () => {
    const inline = fc.constantFrom("a", "b. ", "<em>c d</em>", "<b>e</b>", "<br>", " &amp; ", " f, ");
    const block = fc.array(inline, { maxLength: 8 }).map((parts) => `<p>${parts.join(" ")}</p>`);
    const nested = fc.oneof(
      block,
      fc.array(block, { maxLength: 3 }).map((parts) => `<blockquote>${parts.join("")}</blockquote>`),
    );
    fc.assert(
      fc.property(fc.array(nested, { maxLength: 5 }), fc.integer({ min: 0, max: 20 }), (blocks, words) => {
        const cut = trimmedHtml(blocks.join("\n"), words);
        expect(balance(cut)).toEqual([]);
        expect((plainHtml(cut).match(/[a-z]+/g) ?? []).filter((word) => word !== "amp").length).toBeLessThanOrEqual(
          words,
        );
      }),
    );
  });
});

test("the summary is what stands before [more], or the first block", () => {
  expect(summaryHtml("<p>a</p>\n<p>[more]</p>\n<p>b</p>")).toBe("<p>a</p>");
  expect(summaryHtml("<p>a [more] b</p>")).toBe("<p>a</p>");
  expect(summaryHtml("<h2>a</h2>\n<ul><li>b</li></ul>\n<p>c</p>")).toBe("<h2>a</h2>\n<ul><li>b</li></ul>");
  expect(summaryHtml("a")).toBe("a");
});

test("the text alone has no tags, and parts paragraphs", () => {
  expect(plainHtml("<h2>a</h2>\n<p>b<br>c &lt;d&gt;</p>")).toBe("a b c &lt;d&gt;");
});

/** The names of tags that are open at the end of `html`, or closed without being open. */
function balance(html: string): readonly string[] {
  const open: string[] = [];
  for (const match of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (match[2] === "br") continue;
    if (match[1] === "") open.push(match[2]!);
    else if (open.pop() !== match[2]) return ["wrong", match[2]!];
  }
  return open;
}
