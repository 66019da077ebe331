type Program = hbs.AST.Program;
type Statement = hbs.AST.Statement;
type PartialCall = hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement;

/** Inline partials and partial blocks that are in reach, each with what was in reach where it was written. */
type Scope = ReadonlyMap<string, { readonly program: Program; readonly scope: Scope }>;

/** `open` are the programs that are being written into, from the outside in. */
type Place = { readonly partials: ReadonlyMap<string, Program>; readonly open: readonly Program[] };

const PARTIAL_BLOCK = "@partial-block";

/**
 * The same template with its partials written into it, as far as they are known by name and called without parameters.
 * Calling a partial costs Handlebars more than most partials do, and the inline partials with which a page extends its
 * base cost most. What cannot be written in without changing what it means stays a call: a partial that calls itself,
 * and one whose inline partials could be seen by a call that is left.
 */
export function flatten(program: Program, partials: ReadonlyMap<string, Program>): Program {
  return flattenProgram(program, new Map(), { partials, open: [program] });
}

function flattenProgram(program: Program, scope: Scope, place: Place): Program {
  const inner = withInlines(program, scope);
  const body = program.body.flatMap((statement) => flattenStatement(statement, inner, place));
  const isDone = !body.some(hasCall);
  return { ...program, body: isDone ? body.filter(({ type }) => type !== "DecoratorBlock") : body };
}

function flattenStatement(statement: Statement, scope: Scope, place: Place): readonly Statement[] {
  if (isCall(statement)) return flattenCall(statement, scope, place);
  if (statement.type !== "BlockStatement") return [statement];
  const block = statement as hbs.AST.BlockStatement;
  const program = flattenProgram(block.program, scope, place);
  if (!block.inverse) return [{ ...block, program } as Statement];
  return [{ ...block, program, inverse: flattenProgram(block.inverse, scope, place) } as Statement];
}

function flattenCall(call: PartialCall, scope: Scope, place: Place): readonly Statement[] {
  const name = staticName(call);
  if (name === null) return [call];
  const block = "program" in call ? call.program : null;
  const given =
    block === null ? scope : new Map(withInlines(block, scope)).set(PARTIAL_BLOCK, { program: block, scope });
  const inline = given.get(name);
  const program = inline?.program ?? place.partials.get(name) ?? block;
  if (program === null || place.open.includes(program)) return [call];
  const reach = inline?.scope ?? (program === block ? scope : given);
  const { body } = flattenProgram(program, reach, { ...place, open: [...place.open, program] });
  const declares = hasInlines(program) || (block !== null && hasInlines(block));
  return declares && body.some(hasCall) ? [call] : body;
}

/** The name of a partial that is called by name alone; null when it is computed, or given a context or parameters. */
function staticName({ name, params, hash }: PartialCall): string | null {
  if (name.type !== "PathExpression" || params.length > 0 || (hash?.pairs.length ?? 0) > 0) return null;
  return (name as hbs.AST.PathExpression).original;
}

/** Extends the scope by the inline partials of `program`. */
function withInlines(program: Program, scope: Scope): Scope {
  if (!hasInlines(program)) return scope;
  const inner = new Map(scope);
  for (const statement of program.body) {
    if (statement.type !== "DecoratorBlock") continue;
    const { params, program: own } = statement as hbs.AST.DecoratorBlock;
    if (params[0]?.type === "StringLiteral") {
      inner.set((params[0] as hbs.AST.StringLiteral).value, { program: own, scope: inner });
    }
  }
  return inner;
}

function hasInlines(program: Program): boolean {
  return program.body.some(({ type }) => type === "DecoratorBlock");
}

function isCall(statement: Statement): statement is PartialCall {
  return statement.type === "PartialStatement" || statement.type === "PartialBlockStatement";
}

/** True when something in `statement` still calls a partial. */
function hasCall(statement: Statement): boolean {
  if (isCall(statement)) return true;
  if (statement.type !== "BlockStatement") return false;
  const { program, inverse } = statement as hbs.AST.BlockStatement;
  return program.body.some(hasCall) || (inverse?.body.some(hasCall) ?? false);
}
