import { expect, test } from "@jest/globals";
import type { TemplateFile } from "../../kernel/model/desired.ts";
import { templateCircles } from "../../kernel/render/template-circles.ts";

const OWNERS = ["base", "films", "theme"];

function circles(files: { readonly [path: string]: string }): readonly string[] {
  const templates = Object.entries(files).map(([path, content]): TemplateFile => {
    const [owner = "", name = ""] = path.split("/");
    return { name, owner, layer: OWNERS.indexOf(owner), file: `${path}.hbs`, content };
  });
  return templateCircles(templates).map(
    ({ source, message }) => `${source?.file}:${source?.line}:${source?.column} ${message}`,
  );
}

test("a template that includes itself is found, also by way of others and of layers", () => {
  expect(circles({ "base/a": "x\n {{> a}}" })).toEqual([
    "base/a.hbs:2:2 The template a includes a, and so itself: it would never end.",
  ]);
  expect(circles({ "base/a": "{{#if x}}{{> b}}{{/if}}", "base/b": "{{#> a}}{{/a}}" })).toHaveLength(2);
  expect(circles({ "base/a": "a", "theme/a": "{{> a}}" })).toEqual([
    "theme/a.hbs:1:1 The template a includes a, and so itself: it would never end.",
  ]);
});

test("what wraps the template of a lower layer, or declares a partial itself, ends", () => {
  expect(circles({ "base/a": "a", "theme/a": "{{#> base/a}}b{{/base/a}}" })).toEqual([]);
  expect(circles({ "base/a": '{{#*inline "a"}}x{{/inline}}{{> a}}{{> (lookup this "b")}}{{> missing}}' })).toEqual([]);
});
