import {
  CommonFlags,
  DiagnosticCategory,
  DiagnosticCode,
  DiagnosticMessage,
  NodeKind,
  SourceKind,
  TypeRef,
} from "assemblyscript";
import { Transform } from "assemblyscript/transform";
import { glueOf } from "./author-functions.ts";
import { exportOf } from "./marked-functions.ts";

const GLUE_FILE = "~exports.ts";

/** What the compiler's library would import from a browser, and the functions of the SDK, without parameters, that answer instead. */
const REPLACED = {
  "~lib/builtins/seed": "seed",
  "~lib/bindings/dom/Date.now": "now",
};

function replaceImport(module, imported, ours) {
  module.removeExport(`wasi_${ours}`);
  if (!module.getFunction(imported)) return;
  module.removeFunction(imported);
  module.addFunction(
    imported,
    TypeRef.None,
    TypeRef.F64,
    [],
    module.call(`~lib/trovato/wasi/${ours}`, [], TypeRef.F64),
  );
}

const MARKS = ["tap", "callback"];

/**
 * Turns functions marked with `@tap` and `@callback` into the exports of the plugin contract, and complains where the author's file is wrong.
 * `exports` are those that were found, each with its place.
 */
export default class AuthorTransform extends Transform {
  exports = [];

  afterParse(parser) {
    for (const source of parser.sources) {
      if (source.isLibrary) continue;
      // The author's own exports are for their other files; the module exports the generated functions only.
      if (source.sourceKind === SourceKind.UserEntry) source.sourceKind = SourceKind.User;
      for (const statement of source.statements) this.visit(parser, source, statement);
    }
    parser.parseFile(glue(this.exports), GLUE_FILE, true);
  }

  /** Exports of the contract have names that are not identifiers, so they are given here. */
  afterCompile(module) {
    for (const [imported, ours] of Object.entries(REPLACED)) replaceImport(module, imported, ours);
    for (const { name, exportName } of this.exports) {
      module.removeExport(generated(name));
      module.addFunctionExport(`${GLUE_FILE.replace(".ts", "")}/${generated(name)}`, exportName);
    }
  }

  visit(parser, source, statement) {
    for (const member of statement.kind === NodeKind.ClassDeclaration ? statement.members : []) {
      const mark = markOf(member);
      if (mark !== undefined)
        complain(parser, `@${mark.name.text} marks functions, not members of a class.`, mark.range);
    }
    const mark = markOf(statement);
    if (mark === undefined) return;
    if (statement.kind !== NodeKind.FunctionDeclaration) {
      complain(parser, `@${mark.name.text} marks functions only.`, statement.name?.range ?? mark.range);
      return;
    }
    const found = exportOf(markedFunction(mark.name.text, statement), this.exports);
    const { range } = statement.name;
    if (typeof found === "string") complain(parser, found, range);
    else this.exports.push({ ...found, file: source.internalPath, range });
  }
}

function markOf(statement) {
  return statement.decorators?.find((decorator) => MARKS.includes(decorator.name.text));
}

function markedFunction(mark, statement) {
  const { parameters, returnType } = statement.signature;
  return {
    mark,
    name: statement.name.text,
    parameters: parameters.map((parameter) => typeText(parameter.type)),
    returns: typeText(returnType),
    isExported: (statement.flags & CommonFlags.Export) !== 0,
    isGeneric: (statement.typeParameters ?? []).length > 0,
  };
}

/** A type as the author wrote it; empty when there is none. */
function typeText(type) {
  if (type.kind !== NodeKind.NamedType) return type.range.toString();
  const name = type.name.identifier.text;
  const parameters = (type.typeArguments ?? []).map(typeText);
  const text =
    name === "Array" && parameters.length === 1
      ? `${parameters[0]}[]`
      : name + (parameters.length > 0 ? `<${parameters.join(", ")}>` : "");
  return type.isNullable ? `${text} | null` : text;
}

function complain(parser, message, range) {
  const { User_defined_0: code } = DiagnosticCode;
  parser.diagnostics.push(DiagnosticMessage.create(code, DiagnosticCategory.Error, message).withRange(range));
}

/** The generated function that calls the author's `name`. */
function generated(name) {
  return `call_${name}`;
}

function glue(found) {
  return [
    'import { AccessResult, ContentType, Element, Failure, FullItem, Item, ItemGrant, Json, Page } from "trovato/sdk";',
    'import { Permission, Template, UserGrant } from "trovato/sdk";',
    'import { liftJsonParameter, liftParameter } from "trovato/parameters";',
    'import { ofElement, ofFailure, ofJson, ofList } from "trovato/returns";',
    'export { cabi_realloc } from "trovato/abi";',
    'import { abort } from "trovato/abort";',
    'import { console } from "trovato/console";',
    'import { now, seed } from "trovato/wasi";',
    "export { now as wasi_now, seed as wasi_seed };",
    ...found.map(({ name, file }) => `import { ${name} as author_${name} } from "./${file}";`),
    ...found.map(({ name, signature }) => glueOf(generated(name), `author_${name}`, signature)),
  ].join("\n");
}
