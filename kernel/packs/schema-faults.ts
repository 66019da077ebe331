import type { FaultCode, Source } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
import { isObject } from "../base/json.ts";
import type { Located } from "../base/layers.ts";
import type { SchemaCheck } from "../config/check-schema.ts";
import { nameProblem } from "../config/machine-name.ts";
import type { SchemaProblem } from "../config/schema-problem.ts";

const CODES: { readonly [Kind in SchemaProblem["kind"]]: FaultCode } = {
  unknown_key: "pack.unknown_key",
  missing_key: "pack.missing_key",
  name: "pack.bad_name",
  value: "pack.invalid_value",
};

/** Reports what `check` finds wrong with `layer`, each as a fault at its place. */
export function schemaFaults(check: SchemaCheck, layer: Located): readonly Fault[] {
  return check(layer.value).map((problem) => faultOf(problem, layer));
}

/**
 * Checks `layer`; returns the faults, and the part that is sound enough to be looked at further: all but the unknown
 * keys, or null when something else is wrong.
 */
export function schemaCheckOf(
  check: SchemaCheck,
  layer: Located,
): { readonly faults: readonly Fault[]; readonly sound: unknown } {
  const problems = check(layer.value);
  const isOnlyUnknown = problems.every(({ kind }) => kind === "unknown_key");
  return {
    faults: problems.map((problem) => faultOf(problem, layer)),
    sound: isOnlyUnknown ? problems.reduce((value, { path }) => without(value, path), layer.value) : null,
  };
}

function faultOf({ kind, path, on, message, hint }: SchemaProblem, layer: Located): Fault {
  return new Fault(CODES[kind], message, { hint, source: layer.sourceOf(path, on) });
}

/** `value` without the key at `path`. */
function without(value: unknown, [step, ...rest]: SchemaProblem["path"]): unknown {
  if (Array.isArray(value)) return value.map((entry, index) => (index === step ? without(entry, rest) : entry));
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([key]) => key !== step));
  return Object.fromEntries(entries.map(([key, entry]) => [key, key === step ? without(entry, rest) : entry]));
}

/** The fault of a file or folder whose name does not fit `pattern`. */
export function notMachineName(name: string, pattern: string, source: Source): Fault {
  const { message, hint } = nameProblem(name, pattern);
  return new Fault("pack.bad_name", message, { hint, source });
}
