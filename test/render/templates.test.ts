import { describe, expect, test } from "@jest/globals";
import Handlebars from "handlebars";
import { Fault, Faults } from "../../kernel/base/fault.ts";
import type { AssetFile, TemplateFile } from "../../kernel/model/desired.ts";
import { createAssets } from "../../kernel/render/assets.ts";
import { html } from "../../kernel/render/html.ts";
import { createTemplates } from "../../kernel/render/templates.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";

const layers = ["base", "films", "theme"];
const file = (path: string, content: string): TemplateFile => {
  const [owner = "", name = ""] = path.split("/");
  return { name, owner, layer: layers.indexOf(owner), file: `${path}.hbs`, content };
};
const templates = (files: { readonly [path: string]: string }) =>
  createTemplates(
    Object.entries(files).map(([path, content]) => file(path, content)),
    new Map(),
    ENGLISH,
  );

describe("layers", () => {
  const made = templates({
    "base/base": "<{{#> body}}nothing{{/body}}>",
    "base/page": '{{#> base}}{{#*inline "body"}}page {{main}}{{> footer}}{{/inline}}{{/base}}',
    "base/bare": "{{> base}}",
    "base/footer": " base footer",
    "films/footer": " films footer",
    "theme/footer": "{{> films/footer}} in the theme",
    "base/item": "an item",
    "films/item--film": "a film",
  });

  test("a template extends another through its block", () => {
    expect(made.render("page", { main: "x" })).toBe("<page x films footer in the theme>");
    expect(made.render("bare", {})).toBe("<nothing>");
  });

  test("of several suggestions the first that exists is used", () => {
    expect(made.resolve(["item--film--1", "item--film", "item"])).toBe("item--film");
    expect(made.resolve(["item--page", "item"])).toBe("item");
    expect(() => made.resolve(["nothing"])).toThrow(expect.objectContaining({ code: "template.missing" }));
  });

  test("what a failed page left behind does not reach the next one", () => {
    const failing = templates({
      "base/base": "{{#> body}}default{{/body}}",
      "base/page": '{{#> base}}{{#*inline "body"}}{{asset name}}{{/inline}}{{/base}}',
      "base/other": "{{> base}}",
    });
    expect(() => failing.render("page", { name: "none" })).toThrow(
      expect.objectContaining({ code: "template.failed" }),
    );
    expect(failing.render("other", {})).toBe("default");
  });
});

describe("output", () => {
  const { render } = templates({
    "base/a": '{{x}}<p title="{{x}}">',
    "base/b": "{{x.constructor.name}}{{x.toString}}{{__proto__}}",
  });

  test("is escaped unless it is HTML by its type", () => {
    expect(render("a", { x: "<\"'&" })).toBe('&lt;&quot;&#x27;&amp;<p title="&lt;&quot;&#x27;&amp;">');
    expect(render("a", { x: html("<b>") })).toBe('<b><p title="<b>">');
  });

  test("reaches no prototype", () => {
    expect(render("b", { x: {} })).toBe("");
  });
});

test("all templates that do not parse are reported at once", () => {
  const broken = () => templates({ "base/a": "{{#if x}}", "films/b": "ok", "theme/c": "\n {{{x}}}" });
  expect(broken).toThrow(Faults);
  try {
    broken();
  } catch (error) {
    const sources = (error as Faults).faults.map(({ code, source }) => [code, source]);
    expect(sources).toEqual([
      ["template.syntax", { file: "base/a.hbs", line: 1, column: 1 }],
      ["template.syntax", { file: "theme/c.hbs", line: 2, column: 2 }],
    ]);
  }
});

test("a failing template names itself, its file and the reason", () => {
  const made = templates({ "base/a": '{{asset "styles/sit.css"}}', "base/b": '{{field "x"}}' });
  expect(() => made.render("a", {})).toThrow("The template a (base/a.hbs) failed: There is no asset styles/sit.css.");
  expect(() => made.render("b", {})).toThrow(Fault);
});

describe("assets", () => {
  const asset = (owner: string, path: string, content: string): AssetFile => ({
    path,
    owner,
    layer: layers.indexOf(owner),
    file: path,
    content: Buffer.from(content),
  });

  test("the highest layer wins, and the address changes with the content", () => {
    const before = createAssets([
      asset("base", "a.svg", "1"),
      asset("theme", "a.svg", "2"),
      asset("films", "a.svg", "3"),
    ]);
    expect(before.get("a.svg")).toMatchObject({ mediaType: "image/svg+xml; charset=utf-8", content: Buffer.from("2") });
    expect(before.get("a.svg")!.url).toMatch(/^\/assets\/[0-9a-f]{12}\/a\.svg$/);
    expect(createAssets([asset("base", "a.svg", "4")]).get("a.svg")!.url).not.toBe(before.get("a.svg")!.url);
  });

  test("style sheets refer to the addresses of what they use", () => {
    const css =
      "@import './b.css'; a { background: url(../a.svg) } b { src: url( \"../f/x.woff2\" ) } i { src: url(data:x) url(#y) url(//z/a.svg) }";
    const assets = createAssets([
      asset("base", "s/a.css", css),
      asset("base", "s/b.css", "b { background: url('../a.svg') }"),
      asset("base", "a.svg", "1"),
      asset("base", "f/x.woff2", "2"),
    ]);
    const url = (path: string) => assets.get(path)!.url;
    expect(assets.get("s/a.css")!.content.toString()).toBe(
      `@import '${url("s/b.css")}'; a { background: url(${url("a.svg")}) } b { src: url( "${url("f/x.woff2")}" ) } i { src: url(data:x) url(#y) url(//z/a.svg) }`,
    );
    const changed = createAssets([asset("base", "s/a.css", css), asset("base", "a.svg", "other")]);
    expect(changed.get("s/a.css")!.url).not.toBe(url("s/a.css"));
  });

  test("style sheets that import each other come to an end", () => {
    const assets = createAssets([
      asset("base", "a.css", '@import "b.css";'),
      asset("base", "b.css", '@import "a.css";'),
    ]);
    expect([...assets.keys()].sort()).toEqual(["a.css", "b.css"]);
  });
});

test("a page that extends its base calls no partial while it is rendered", () => {
  const called: unknown[] = [];
  const source = templates({
    "base/base": "<{{> head}}{{#> body}}{{/body}}>",
    "base/head": "h",
    "theme/head": "{{> base/head}}!",
    "base/page": '{{#> base}}{{#*inline "body"}}{{#each list}}{{> entry}}{{/each}}{{/inline}}{{/base}}',
    "base/entry": "[{{this}}]",
  });
  const runtime = Handlebars.VM as unknown as { invokePartial(...call: unknown[]): unknown };
  const invoke = runtime.invokePartial;
  runtime.invokePartial = (...call) => {
    called.push(call);
    return invoke(...call);
  };
  try {
    expect(source.render("page", { list: [1, 2] })).toBe("<h![1][2]>");
  } finally {
    runtime.invokePartial = invoke;
  }
  expect(called).toEqual([]);
});

describe("partials keep their meaning when they are written in", () => {
  test.each([
    ["one that calls itself", { "base/a": "{{n.x}}{{#with n}}{{> a}}{{/with}}" }, { n: { x: 1, n: { x: 2 } } }, "12"],
    [
      "a block that is printed where the partial wants it",
      { "base/a": "{{#> b}}in{{/b}}", "base/b": "<{{> @partial-block}}>" },
      {},
      "<in>",
    ],
    [
      "a block inside a block",
      {
        "base/a": "{{#> b}}{{#> c}}x{{/c}}{{/b}}",
        "base/b": "b{{> @partial-block}}",
        "base/c": "c{{> @partial-block}}",
      },
      {},
      "bcx",
    ],
    ["a missing one with a block", { "base/a": "{{#> none}}default{{/none}}" }, {}, "default"],
    ["one with parameters", { "base/a": "{{> b x=1}}", "base/b": "{{x}}{{y}}" }, { y: 2 }, "12"],
    ["one with a context", { "base/a": "{{> b c}}", "base/b": "{{x}}" }, { c: { x: 3 } }, "3"],
    ["a computed one", { "base/a": "{{> (lookup this 'name')}}", "base/b": "b" }, { name: "b" }, "b"],
    [
      "an inline one that only a computed call sees",
      {
        "base/a": "{{#> b}}{{#*inline 'body'}}mine{{/inline}}{{/b}}",
        "base/b": "{{> (lookup this 'name')}}",
        "base/c": "{{#> body}}default{{/body}}",
      },
      { name: "c" },
      "mine",
    ],
    [
      "an inline one of the template itself",
      { "base/a": "{{#*inline 'i'}}{{x}}{{/inline}}{{#with c}}{{> i}}{{/with}}{{> i}}" },
      { x: 1, c: { x: 2 } },
      "21",
    ],
    [
      "the default of a base that others fill",
      { "base/a": "{{> b}}{{#> b}}{{#*inline 'i'}}2{{/inline}}{{/b}}{{> b}}", "base/b": "{{#> i}}1{{/i}}" },
      {},
      "121",
    ],
  ])("%s", (_what, files, context, output) => {
    expect(templates(files).render("a", context)).toBe(output);
  });
});
