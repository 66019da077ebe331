import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Fault } from "../../kernel/base/fault.ts";
import type { Format, FormatSpec } from "../../kernel/kinds/format/format-spec.ts";
import { createFormatText } from "../../kernel/render/format.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";
import { readHtml } from "../support/read-html.ts";

const FILTERS: { readonly [name: string]: FormatSpec["filters"] } = {
  plain: ["escape", "linkify", "paragraphs"],
  filtered_html: ["sanitize", "linkify", "paragraphs"],
  markdown: ["markdown", "sanitize", "linkify"],
  careless: ["paragraphs"],
  polished: ["heading_anchors", "markdown", "smart_quotes"],
};
const formats = new Map(
  Object.entries(FILTERS).map(([name, filters]): [string, Format] => [name, { name, label: name, filters }]),
);
const broken: Fault[] = [];
const { formatText: format, canFormat } = createFormatText(formats, { words: ENGLISH }, (fault) => broken.push(fault));

test.each([
  ["plain", "a <b>\n\nb & c", "<p>a &lt;b&gt;</p>\n<p>b &amp; c</p>"],
  ["plain", "one\ntwo", "<p>one<br>\ntwo</p>"],
  ["filtered_html", "one <em>two</em>", "<p>one <em>two</em></p>"],
  ["filtered_html", "<h2>A</h2>\n\ntext", "<h2>A</h2>\n<p>text</p>"],
  ["filtered_html", "<h1>A</h1>", "<h2>A</h2>"],
  ["filtered_html", '<img src="/a.png">', '<p><img alt="" src="/a.png"></p>'],
  ["markdown", "# A\n\n*b* `c`", "<h2>A</h2>\n<p><em>b</em> <code>c</code></p>\n"],
  ["markdown", "- [x](/a)", '<ul>\n<li><a href="/a">x</a></li>\n</ul>\n'],
  ["markdown", "```js\nx\n```", '<pre><code class="language-js">x\n</code></pre>\n'],
  ["markdown", "[a]() [ä](/ö x)[b](/ö)", '<p><a href="">a</a> [ä](/ö x)<a href="/%C3%B6">b</a></p>\n'],
  ["markdown", "<div>a <span>b</span></div>", "<div>a <span>b</span></div>"],
  [
    "markdown",
    "- [x] a\n- [ ] b",
    '<ul>\n<li><input type="checkbox" disabled checked aria-label="Done"> a</li>\n<li><input type="checkbox" disabled aria-label="To do"> b</li>\n</ul>\n',
  ],
  [
    "markdown",
    "| a |\n|---|\n| ~~b~~ |",
    "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody><tr>\n<td><del>b</del></td>\n</tr>\n</tbody></table>\n",
  ],
  [
    "polished",
    '# A "b"\n\n## A "b"\n\nDon\'t... `"x"` (\'c\')',
    '<h2 id="section-a-b">A “b”</h2>\n<h2 id="section-a-b-2">A “b”</h2>\n<p>Don’t… <code>"x"</code> (‘c’)</p>\n',
  ],
  ["no_such_format", "a <b>\nhttp://a.example", "a &lt;b&gt;\nhttp://a.example"],
])("%s: %j", (name, text, html) => {
  expect(format(text, name)).toBe(html);
});

test("footnotes find each other, and those of another text have other names", () => {
  const html = format("a[^1]\n\n[^1]: b", "markdown");
  const [, name] = /href="#fn-([0-9a-f]{8})-1" id="fn-\1-ref-1"/.exec(html)!;
  expect(html).toContain(`<li id="fn-${name}-1">`);
  expect(html).toContain(`href="#fn-${name}-ref-1"`);
  expect(format("c[^1]\n\n[^1]: b", "markdown")).not.toContain(name);
  expect(format('<a id="fn-1">x</a><li id="main">y</li>', "markdown")).not.toContain("id=");
});

describe("a text that would break its format, or take for ever", () => {
  const many = (text: string, length: number) => text.repeat(Math.ceil(length / text.length));
  const hostile = [
    many(">", 2_343),
    many(">", 30_000),
    many("*", 2_812),
    many("_a", 30_000),
    many("*a", 30_000),
    many("[", 30_000),
    many("![", 30_000),
    many("[a](", 20_000),
    many("`", 20_000) + many("a`", 20_000),
    many("<", 30_000),
    many("<a", 30_000),
    many("&lt", 30_000),
    many("- ", 30_000),
    Array.from({ length: 400 }, (_, depth) => `${"  ".repeat(depth)}- a`).join("\n"),
    many("<b>", 30_000),
    many("|a", 30_000),
    `${many("|a", 2_000)}\n${many("|-", 2_000)}\n${many("|\n", 30_000)}`,
    many("[^a]: b\n\n", 20_000),
    many("a[^1] ", 20_000),
    many("http://a.", 30_000),
    many("a@a.", 30_000),
    many('# "a"\n', 30_000),
  ];

  test.each(hostile.map((text, index) => [index, JSON.stringify(text.slice(0, 12)), text.length, text] as const))(
    "%d: %s, %d characters",
    (_index, _shown, _length, text) => {
      for (const name of formats.keys()) {
        const started = performance.now();
        const html = format(text, name);
        expect(performance.now() - started).toBeLessThan(1_600);
        expectHarmless(html);
      }
    },
  );

  test("is shown as it was typed, and the log says so", () => {
    broken.length = 0;
    const text = many("x", 2_000_001);
    expect(format(text, "markdown")).toBe(text);
    expect(broken.map(({ code, message }) => [code, message.slice(0, 60)])).toEqual([
      ["format.failed", 'The format markdown failed over a text that begins "xxxxxxxxxx'.slice(0, 60)],
    ]);
    expect(canFormat(text, "markdown")).toBe(false);
    expect(canFormat("fine", "markdown")).toBe(true);
  });
});

describe("addresses become links", () => {
  test.each([
    [
      "see http://a.example/b?c=1&d=2.",
      'see <a href="http://a.example/b?c=1&amp;d=2">http://a.example/b?c=1&amp;d=2</a>.',
    ],
    ["(https://a.example/b)", '(<a href="https://a.example/b">https://a.example/b</a>)'],
    ['"https://a.example"', '&quot;<a href="https://a.example">https://a.example</a>&quot;'],
    ["<https://a.example>", '&lt;<a href="https://a.example">https://a.example</a>&gt;'],
    ["a.b@c.example!", '<a href="mailto:a.b@c.example">a.b@c.example</a>!'],
    ["ftp://a.example and a@b", "ftp://a.example and a@b"],
  ])("%s", (text, html) => {
    expect(format(text, "plain")).toBe(`<p>${html}</p>`.replaceAll("&quot;", '"'));
  });

  test("but not inside links and code", () => {
    const text = '<a href="/x">http://a.example</a> <code>http://b.example</code>';
    expect(format(text, "filtered_html")).toBe(`<p>${text}</p>`);
  });
});

describe("nothing dangerous comes out, whatever the format", () => {
  const attacks = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src='x' onerror='alert(1)'//",
    "<svg onload=alert(1)><animate onbegin=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<a href='&#x6A;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<p style='position:fixed' onclick='alert(1)'>x</p>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x",
    "<object data='javascript:alert(1)'></object><embed src='javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'><link rel=stylesheet href='javascript:alert(1)'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<style><img src='</style><img src=x onerror=alert(1)//'>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'></textarea>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "[x](javascript:alert(1))",
    "[x](JaVaScript&colon;alert(1))",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "<javascript:alert(1)>",
    'http://a.example/" onmouseover="alert(1)',
    "http://a.example/<script>alert(1)</script>",
    '<a href="http://a.example" title="http://b.example\' onclick=\'alert(1)">x</a>',
    "<details open ontoggle=alert(1)>x",
    "<a name=x id=location href=x>x</a>",
  ];

  test.each(attacks)("%s", (attack) => {
    for (const name of formats.keys()) expectHarmless(format(attack, name));
  });

  test("attacks in pieces", () => {
    const pieces = fc.array(
      fc.oneof(fc.constantFrom(...attacks, "\n\n", "<", ">", '"', "'", "`", "&", "[", "]("), fc.string()),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(pieces, fc.constantFrom(...formats.keys()), (parts, name) =>
        expectHarmless(format(parts.join(""), name)),
      ),
      { numRuns: 500 },
    );
  });

  test("not even when a format allows it", () => {
    const unsafe: Format = {
      name: "unsafe",
      label: "Unsafe",
      filters: ["sanitize"],
      allowed_tags: ["script", "iframe", "style", "form", "b"],
    };
    const { formatText: open } = createFormatText(new Map([["unsafe", unsafe]]), { words: ENGLISH }, () => {});
    expect(open("<b>x</b><script>1</script><style>2</style><iframe></iframe><form>y</form>", "unsafe")).toBe(
      "<b>x</b>y",
    );
  });
});

const HARMLESS = new Set(
  "href title hreflang cite src alt width height start reversed colspan rowspan scope lang dir id class type disabled checked aria-label".split(
    " ",
  ),
);

function expectHarmless(html: string): void {
  for (const { name, attributes } of readHtml(html).tags) {
    expect(name).not.toMatch(
      /^(?:script|style|iframe|svg|math|object|embed|form|button|textarea|base|link|meta|noscript|title)$/,
    );
    if (name === "input") expect(attributes).toMatchObject({ type: "checkbox", disabled: "" });
    for (const [attribute, value] of Object.entries(attributes)) {
      if (attribute === "id") expect(value).toMatch(/^(?:fn(?:ref)?-[0-9a-f]{8}-\d+(?::\d+)?|section-.+)$/);
      if (attribute === "class") expect(value).toMatch(/^(?:language-\S*|footnotes|footnote-ref)$/);
      expect(HARMLESS).toContain(attribute);
      if (/^(?:href|src|cite)$/.test(attribute)) {
        expect(URL.parse(value, "https://here.example")?.protocol ?? "https:").toMatch(/^(?:https?|mailto|tel):$/);
      }
    }
  }
}
