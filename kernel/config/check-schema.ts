import type { ErrorObject, ValidateFunction } from "ajv";
import { Ajv } from "ajv";
import type { JsonSchema } from "./json-schema.ts";
import type { SchemaProblem } from "./schema-problem.ts";
import { accepts, expectation, problemOf } from "./schema-problem.ts";

/** Checks values against one schema: everything that is wrong, each at its own place. */
export type SchemaCheck = (value: unknown) => readonly SchemaProblem[];

/** Compiles `schema` when the first value is checked. */
export function schemaCheck(schema: JsonSchema): SchemaCheck {
  let compiled: Compiled | undefined;
  return (value) => {
    compiled ??= compile(schema);
    return problemsIn(compiled, value, []);
  };
}

type Compiled = {
  readonly validate: ValidateFunction;
  readonly definitions: { readonly [name: string]: JsonSchema };
  /** The branches of unions, each compiled when it is needed to say what is wrong. */
  readonly branches: Map<JsonSchema, Compiled>;
};

const ajv = new Ajv({ allErrors: true, verbose: true, allowUnionTypes: true, code: { optimize: false } });

function compile(schema: JsonSchema): Compiled {
  return { validate: ajv.compile(schema), definitions: schema.definitions ?? {}, branches: new Map() };
}

function problemsIn(compiled: Compiled, value: unknown, base: readonly (string | number)[]): readonly SchemaProblem[] {
  if (compiled.validate(value)) return [];
  const errors = withoutBranches(compiled.validate.errors ?? []);
  return errors.flatMap((error) => {
    const path = [...base, ...pathTo(value, error.instancePath)];
    return error.keyword === "anyOf" ? unionProblems(compiled, error, path) : [problemOf(error, path)];
  });
}

/** A union reports what is wrong with each of its branches, then itself: only the last is kept. */
function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (error.keyword === "anyOf") {
      while (kept.length > 0 && isWithin(kept.at(-1)!, error)) kept.pop();
    }
    kept.push(error);
  }
  return kept;
}

function isWithin(error: ErrorObject, union: ErrorObject): boolean {
  return error.instancePath === union.instancePath || error.instancePath.startsWith(`${union.instancePath}/`);
}

/**
 * Reports the problems of the branch that was most likely meant: one that takes this type of value, with the fewest
 * problems.
 */
function unionProblems(
  compiled: Compiled,
  error: ErrorObject,
  path: readonly (string | number)[],
): readonly SchemaProblem[] {
  const branches = flatBranches(error.schema as readonly JsonSchema[], compiled);
  const meant = branches.filter((branch) => accepts(branch, error.data));
  if (meant.length === 0)
    return [{ kind: "value", path, on: "value", message: expectation(branches, error.data, path) }];
  const found = meant.map((branch) => problemsIn(branchOf(compiled, branch), error.data, path));
  const fewest = found.reduce((least, problems) => (problems.length < least.length ? problems : least));
  return fewest.some(({ isChoice }) => isChoice)
    ? [{ kind: "value", path, on: "value", message: expectation(branches, error.data, path) }]
    : fewest;
}

function flatBranches(branches: readonly JsonSchema[], compiled: Compiled): readonly JsonSchema[] {
  return branches.flatMap((branch) => {
    const schema =
      branch.$ref === undefined ? branch : compiled.definitions[branch.$ref.replace("#/definitions/", "")]!;
    return schema.anyOf === undefined ? [schema] : flatBranches(schema.anyOf, compiled);
  });
}

function branchOf(compiled: Compiled, branch: JsonSchema): Compiled {
  const known = compiled.branches.get(branch);
  if (known !== undefined) return known;
  const { definitions, branches } = compiled;
  const made: Compiled = { validate: ajv.compile({ ...branch, definitions }), definitions, branches };
  branches.set(branch, made);
  return made;
}

function pathTo(value: unknown, pointer: string): (string | number)[] {
  const path: (string | number)[] = [];
  let at = value;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    path.push(Array.isArray(at) ? Number(name) : name);
    at = (at as { readonly [name: string]: unknown })[name];
  }
  return path;
}
