import Handlebars from "handlebars";
import { Fault } from "../base/fault.ts";
import type { TemplateFile } from "../model/desired.ts";

/** A partial that a template includes by name, and where it says so. */
type Inclusion = { readonly name: string; readonly line: number; readonly column: number };

/**
 * The templates that include themselves, by way of others or not: drawing one would never end. `files` are those of all
 * layers, and each of them parses; a name that is computed is not looked at.
 */
export function templateCircles(files: readonly TemplateFile[]): readonly Fault[] {
  const byKey = new Map(files.map((file) => [keyOf(file), file]));
  const winners = new Map(files.toSorted((a, b) => a.layer - b.layer).map((file) => [file.name, file]));
  const includes = new Map(files.map((file) => [file, inclusionsIn(Handlebars.parse(file.content))]));
  const next = (file: TemplateFile) =>
    includes.get(file)!.flatMap((inclusion) => {
      const target = byKey.get(inclusion.name) ?? winners.get(inclusion.name);
      return target === undefined ? [] : [{ inclusion, target }];
    });
  return files.flatMap((file) => {
    const first = next(file).find(({ target }) => reaches(target, file, next));
    if (first === undefined) return [];
    const { name, line, column } = first.inclusion;
    const message = `The template ${file.name} includes ${name}, and so itself: it would never end.`;
    return [new Fault("template.syntax", message, { source: { file: file.file, line, column: column + 1 } })];
  });
}

function reaches(
  from: TemplateFile,
  wanted: TemplateFile,
  next: (file: TemplateFile) => readonly { readonly target: TemplateFile }[],
): boolean {
  const seen = new Set<TemplateFile>();
  const waiting = [from];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (file === wanted) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    waiting.push(...next(file).map(({ target }) => target));
  }
  return false;
}

function keyOf({ owner, name }: TemplateFile): string {
  return `${owner}/${name}`;
}

/** The partials that are called by name, but for those that the template declares itself. */
function inclusionsIn(program: hbs.AST.Program): readonly Inclusion[] {
  const found: Inclusion[] = [];
  const own = new Set<string>();
  const note = (call: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    if (call.name.type !== "PathExpression") return;
    const { line, column } = call.loc.start;
    found.push({ name: (call.name as hbs.AST.PathExpression).original, line, column });
  };
  const visitor = new Handlebars.Visitor();
  visitor.PartialStatement = note;
  visitor.PartialBlockStatement = (call) => {
    note(call);
    visitor.accept(call.program);
  };
  visitor.DecoratorBlock = (block) => {
    const [name] = block.params;
    if (name?.type === "StringLiteral") own.add((name as hbs.AST.StringLiteral).value);
    visitor.accept(block.program);
  };
  visitor.accept(program);
  return found.filter(({ name }) => !own.has(name));
}
