import type { TemplateProblem } from "./dialect.ts";

type Node = {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number; readonly column: number } };
};

/**
 * The first `{{{raw}}}` or `{{&raw}}` of a parsed template, or a decorator that there is not. Values that are HTML are
 * so by their type (`Html`) and print as they are in `{{ }}`, so a template never has a reason to turn escaping off.
 */
export function findRawOutput(node: object): TemplateProblem | null {
  const { type, escaped, loc } = node as Node & { readonly escaped?: boolean };
  if (type === "MustacheStatement" && escaped === false) {
    const start = loc?.start ?? { line: 1, column: 0 };
    return {
      line: start.line,
      column: start.column + 1,
      message: "Output is always escaped: write `{{value}}`; what is HTML already prints as it is.",
    };
  }
  if (type === "Decorator" || (type === "DecoratorBlock" && decoratorName(node) !== "inline")) {
    const start = loc?.start ?? { line: 1, column: 0 };
    const message = "The only decorator is `{{#*inline}}`.";
    return { line: start.line, column: start.column + 1, message };
  }
  for (const key of ["body", "program", "inverse"]) {
    const child = (node as { readonly [key: string]: unknown })[key];
    for (const each of Array.isArray(child) ? child : [child]) {
      const problem = typeof each === "object" && each !== null ? findRawOutput(each) : null;
      if (problem !== null) return problem;
    }
  }
  return null;
}

function decoratorName(node: object): unknown {
  return (node as { readonly path?: { readonly original?: unknown } }).path?.original;
}
