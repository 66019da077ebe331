import { expect, test } from "@jest/globals";
import { checkTemplate } from "../../kernel/render/check-template.ts";

test.each([
  ["<p>\n  {{#if x}}\n</p>\n", 2, 3, "`{{#if}}` is never closed."],
  ['{{#> base}}\n{{#*inline "a"}}x{{/inline}}\n', 1, 1, "`{{#> base}}` is never closed."],
  ["{{#if a}}\n  {{/each}}", 1, 4, "`{{#if}}` is closed by `{{/each}}`."],
  ['a\n  {{field "x" }\nfoo', 2, 15, "is the expression closed"],
  ["<p>{{title</p>\n", 1, 6, "is the expression closed"],
  ["x\n  {{}}", 2, 5, "names nothing"],
  ["{{#if x}}{{else}}{{else}}{{/if}}", 1, 18, "`{{else}}`"],
  ["<h1>{{titel 'x'}}</h1>", 1, 5, "There is no helper `titel`."],
  ["{{feild 'x'}}", 1, 1, "Did you mean field?"],
  ['<p>{{say "account.rols"}}', 1, 4, "There is no sentence account.rols. Did you mean account.roles?"],
  ['{{#if x}}\n{{say "account.session_times" created=x}}{{/if}}', 2, 1, "is filled with used, which is not given."],
  ['<a title="{{say "account.sessions" nmae=x}}">', 1, 11, "has no place for nmae."],
  ["a {{log x}}", 1, 3, "There is no helper `log`."],
  ["a {{* d}}b", 1, 3, "The only decorator is `{{#*inline}}`."],
  ['{{#*x "a"}}b{{/x}}', 1, 1, "The only decorator is `{{#*inline}}`."],
  ["<p>\n  {{{body}}}</p>", 2, 3, "Output is always escaped"],
  ["{{#if a}}{{else}}{{&body}}{{/if}}", 1, 18, "Output is always escaped"],
])("%j: line %d, column %d", (source, line, column, message) => {
  const problem = checkTemplate(source);
  expect(problem).toMatchObject({ line, column });
  expect(problem?.message).toContain(message);
});

test("a template without fault has no problem", () => {
  expect(checkTemplate('{{#> base}}{{#*inline "main"}}{{field "x"}} {{title}}{{/inline}}{{/base}}')).toBeNull();
});
