import type { FaultCode, Source } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
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

/** What `check` finds wrong with `layer`, each as a fault at its place. */
export function schemaFaults(check: SchemaCheck, layer: Located): readonly Fault[] {
  return check(layer.value).map(
    ({ kind, path, on, message, hint }) => new Fault(CODES[kind], message, { hint, source: layer.sourceOf(path, on) }),
  );
}

/** The fault of a file or folder whose name does not fit `pattern`. */
export function notMachineName(name: string, pattern: string, source: Source): Fault {
  const { message, hint } = nameProblem(name, pattern);
  return new Fault("pack.bad_name", message, { hint, source });
}
