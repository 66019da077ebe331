import { didYouMean } from "../base/near-miss.ts";
import type { Words } from "../model/words.ts";
import { SENTENCES } from "../words/catalogue.ts";
import { holesIn } from "../words/check-sentence.ts";
import type { TemplateProblem } from "./dialect.ts";
import { escapeHtml } from "./escape.ts";

type Program = hbs.AST.Program;
type Statement = hbs.AST.Statement;
type Call = Pick<hbs.AST.MustacheStatement, "path" | "params" | "hash" | "loc">;

const SAY = "say";

/** The first `{{say "…"}}` of a template whose sentence does not exist, or is not filled as it should be. */
export function findUnsaid(node: object): TemplateProblem | null {
  const problem = isSay(node) ? problemOf(node) : null;
  if (problem !== null) return problem;
  for (const child of Object.values(node)) {
    for (const each of Array.isArray(child) ? child : [child]) {
      const inner = typeof each === "object" && each !== null ? findUnsaid(each) : null;
      if (inner !== null) return inner;
    }
  }
  return null;
}

/** The same template with the sentences written into it that nothing is filled into: saying them costs nothing then. */
export function withSentences(program: Program, words: Words): Program {
  return { ...program, body: program.body.map((statement) => withSentence(statement, words)) };
}

function withSentence(statement: Statement, words: Words): Statement {
  if (statement.type === "MustacheStatement" && isSay(statement)) {
    const key = keyOf(statement);
    if (key === null || statement.hash !== undefined) return statement;
    const value = escapeHtml(words.sentence(key));
    return { type: "ContentStatement", value, original: value, loc: statement.loc } as Statement;
  }
  const { program, inverse } = statement as hbs.AST.BlockStatement;
  if (program === undefined) return statement;
  const inner = { ...statement, program: withSentences(program, words) };
  return inverse === undefined ? inner : ({ ...inner, inverse: withSentences(inverse, words) } as Statement);
}

function isSay(node: object): node is Call {
  const { path } = node as Partial<Call>;
  return path?.type === "PathExpression" && (path as hbs.AST.PathExpression).original === SAY;
}

/** The key where it stands in the template; null where it is computed. */
function keyOf({ params: [first] }: Call): string | null {
  return first?.type === "StringLiteral" ? (first as hbs.AST.StringLiteral).value : null;
}

function problemOf(call: Call): TemplateProblem | null {
  const key = keyOf(call);
  if (key === null) return null;
  const { line, column } = call.loc.start;
  const problem = (message: string) => ({ line, column: column + 1, message });
  const sentence = SENTENCES.get(key);
  if (sentence === undefined) return problem(`There is no sentence ${key}.${didYouMean(key, SENTENCES.keys())}`);
  const wanted = holesIn(sentence);
  const given = new Set((call.hash?.pairs ?? []).map((pair) => pair.key));
  const missing = [...wanted.keys()].find((hole) => !given.has(hole));
  if (missing !== undefined) return problem(`The sentence ${key} is filled with ${missing}, which is not given.`);
  const surplus = [...given].find((hole) => !wanted.has(hole));
  return surplus === undefined
    ? null
    : problem(`The sentence ${key} has no place for ${surplus}.${didYouMean(surplus, wanted.keys())}`);
}
