import {
  CommonFlags,
  DiagnosticCategory,
  DiagnosticCode,
  DiagnosticMessage,
  NodeKind,
  SourceKind,
} from "assemblyscript";
import { Transform } from "assemblyscript/transform";

/**
 * Every tap that a plugin can be written for: what the author's function takes and returns, and how the generated export calls it.
 * `call` is the author's function; the export is named after the tap in kebab case.
 */
const TAPS = {
  item_view: {
    parameters: ["Item"],
    returns: ["Element | null", "Element"],
    glue: (name, call) => `export function ${name}(item: i32): usize { return ofElement(${call}(new Item(item))); }`,
  },
  item_info: {
    parameters: [],
    returns: ["ContentType[]"],
    glue: (name, call) => `export function ${name}(): usize { return ofList<ContentType>(${call}()); }`,
  },
  perm: {
    parameters: [],
    returns: ["Permission[]"],
    glue: (name, call) => `export function ${name}(): usize { return ofList<Permission>(${call}()); }`,
  },
};

const GLUE_FILE = "~exports.ts";

/** Turns functions marked with `@tap` into the exports of the plugin contract, and complains where the author's file is wrong. */
export default class TapTransform extends Transform {
  taps = [];

  afterParse(parser) {
    for (const source of parser.sources) {
      if (source.isLibrary) continue;
      // The author's own exports are for their other files; the module exports the generated functions only.
      if (source.sourceKind === SourceKind.UserEntry) source.sourceKind = SourceKind.User;
      for (const statement of source.statements) this.visit(parser, source, statement);
    }
    parser.parseFile(glue(this.taps), GLUE_FILE, true);
  }

  /** Exports of the contract have names that are not identifiers, so they are given here. */
  afterCompile(module) {
    for (const { tap } of this.taps) {
      const name = `tap_${tap}`;
      module.removeExport(name);
      module.addFunctionExport(`${GLUE_FILE.replace(".ts", "")}/${name}`, name.replaceAll("_", "-"));
    }
  }

  visit(parser, source, statement) {
    const mark = statement.decorators?.find((decorator) => decorator.name.text === "tap");
    if (mark === undefined) return;
    const problem = problemOf(statement, this.taps);
    if (problem === null) this.taps.push({ tap: statement.name.text, file: source.internalPath });
    else parser.diagnostics.push(complaint(problem, statement.name?.range ?? mark.range));
  }
}

function problemOf(statement, found) {
  if (statement.kind !== NodeKind.FunctionDeclaration) return "@tap marks functions only.";
  const name = statement.name.text;
  const tap = Object.hasOwn(TAPS, name) ? TAPS[name] : undefined;
  if (tap === undefined)
    return `There is no tap '${name}'. A function marked with @tap is named after one of ${Object.keys(TAPS).join(", ")}.`;
  if (found.some((other) => other.tap === name)) return `The tap '${name}' is implemented twice.`;
  if ((statement.flags & CommonFlags.Export) === 0) return `Write 'export' before the function '${name}'.`;
  const parameters = statement.signature.parameters.map((parameter) => typeText(parameter.type));
  const returned = typeText(statement.signature.returnType);
  if (parameters.join() === tap.parameters.join() && tap.returns.includes(returned)) return null;
  const expected = `${name}(${tap.parameters.map((type) => `${type.toLowerCase()}: ${type}`).join(", ")}): ${tap.returns[0]}`;
  return `The tap '${name}' is written as ${expected}; found (${parameters.join(", ")}): ${returned}.`;
}

/** A type as the author wrote it. */
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

function complaint(message, range) {
  return DiagnosticMessage.create(DiagnosticCode.User_defined_0, DiagnosticCategory.Error, message).withRange(range);
}

function glue(taps) {
  return [
    'import { ContentType, Item, Permission } from "trovato/sdk";',
    'import { ofElement, ofList } from "trovato/result";',
    'export { cabi_realloc } from "trovato/abi";',
    'import { abort } from "trovato/abort";',
    ...taps.map(({ tap, file }) => `import { ${tap} } from "./${file}";`),
    ...taps.map(({ tap }) => TAPS[tap].glue(`tap_${tap}`, tap)),
  ].join("\n");
}
