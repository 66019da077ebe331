import Handlebars from "handlebars";
import { Fault, Faults } from "../base/fault.ts";
import type { Asset } from "../kinds/asset/asset-spec.ts";
import type { Templates } from "../kinds/template/template-spec.ts";
import type { TemplateFile } from "../model/desired.ts";
import type { Words } from "../model/words.ts";
import { checkTemplate } from "./check-template.ts";
import { COMPILE_OPTIONS } from "./dialect.ts";
import { flatten } from "./flatten.ts";
import { withSentences } from "./said-sentences.ts";
import { createHelpers } from "./template-helpers.ts";

/**
 * Reads the templates of all layers; each is compiled when it is first used. Of equal names the highest layer wins;
 * every layer's is there as a partial under `owner/name` too, so that a template may wrap the one it replaces (`{{#>
 * base/page}}`).
 * @throws Faults `template.syntax`
 */
export function createTemplates(
  files: readonly TemplateFile[],
  assets: ReadonlyMap<string, Asset>,
  words: Words,
): Templates {
  const faults = files.flatMap(faultOf);
  if (faults.length > 0) throw new Faults(faults);
  const handlebars = createEnvironment(assets, words);
  const named = namedFiles(files);
  const programs = new Map(
    [...named].map(([name, { content }]) => [name, withSentences(Handlebars.parse(content), words)] as const),
  );
  const compiled = new Map<string, CompiledTemplate>();
  for (const [name, { file, owner }] of named) {
    const program = programs.get(name)!;
    const partial = once(() => handlebars.template(compile(program)));
    handlebars.registerPartial(name, (context: object, options) => partial()(context, options));
    if (name.startsWith(`${owner}/`)) continue;
    const template = once(() => prepared(handlebars.template(compile(flatten(program, programs)))));
    compiled.set(name, { file, template });
  }
  return {
    resolve(suggestions) {
      for (const name of suggestions) if (compiled.has(name)) return name;
      throw new Fault("template.missing", `There is no template ${suggestions.join(", ")}.`);
    },
    render(name, context) {
      const found = compiled.get(name);
      if (found === undefined) throw new Fault("template.missing", `There is no template ${name}.`);
      return run(found, name, context);
    },
  };
}

/** Options under which only own properties of the context exist for templates, without a word in the log. */
const OWN_PROPERTIES_ONLY = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false };

type PreparedTemplate = Handlebars.TemplateDelegate & { _setup(options: object): void };
type CompiledTemplate = { readonly file: string; readonly template: () => Handlebars.TemplateDelegate };

function faultOf(file: TemplateFile): readonly Fault[] {
  const problem = checkTemplate(file.content);
  if (problem === null) return [];
  const { line, column, message } = problem;
  return [new Fault("template.syntax", message, { source: { file: file.file, line, column } })];
}

/** An environment of its own, so that nothing outside can add to what templates may do. */
function createEnvironment(assets: ReadonlyMap<string, Asset>, words: Words): typeof Handlebars {
  const handlebars = Handlebars.create();
  for (const name of ["helperMissing", "blockHelperMissing", "log"]) handlebars.unregisterHelper(name);
  for (const [name, helper] of Object.entries(createHelpers(assets, words))) handlebars.registerHelper(name, helper);
  return handlebars;
}

/** Every template under its name in its layer, and the winning ones under their name alone. */
function namedFiles(files: readonly TemplateFile[]): ReadonlyMap<string, TemplateFile> {
  const named = new Map<string, TemplateFile>();
  for (const file of files.toSorted((left, right) => left.layer - right.layer)) {
    named.set(`${file.owner}/${file.name}`, file).set(file.name, file);
  }
  return named;
}

/** Compiles a copy, because the compiler of Handlebars writes into what it compiles. */
function compile(program: hbs.AST.Program): TemplateSpecification {
  return new Function(`return ${Handlebars.precompile(structuredClone(program), COMPILE_OPTIONS)}`)();
}

/**
 * Joins a template with helpers and partials once. Handlebars does so on every call, which costs more than most
 * templates; what it joins never changes here.
 */
function prepared(delegate: Handlebars.TemplateDelegate): Handlebars.TemplateDelegate {
  const template = delegate as PreparedTemplate;
  template._setup(OWN_PROPERTIES_ONLY);
  template._setup = () => {};
  return template;
}

/**
 * A function that makes its value when it is first asked for it: most templates of a site are not needed for its first
 * page.
 */
function once<Value extends object>(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

function run({ file, template }: CompiledTemplate, name: string, context: object): string {
  try {
    return template()(context);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Fault("template.failed", `The template ${name} (${file}) failed: ${reason}`, { cause });
  }
}
