import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FAULT_CODES } from "../../kernel/base/fault-codes.ts";
import { outputSchemas } from "../../kernel/cli/output-schemas.ts";
import { referencePages } from "../../kernel/packs/reference-docs.ts";
import { planJsonSchema } from "../../kernel/reconcile/plan/plan-schema.ts";

/** Writes the pages of `docs/` that mirror tables in the code; tests hold them equal. `npm run docs` calls it. */
const rows = Object.entries(FAULT_CODES).map(([code, kind]) => `| \`${code}\` | ${kind.status} | ${kind.meaning} |`);
const page = `# Faults

Every fault has a stable code. In packs it comes with file, line and a hint; over HTTP with the status below and a request id; the log has the cause.

| code | status | meaning |
|---|---|---|
${rows.join("\n")}
`;
writeFileSync(join(import.meta.dirname, "../../docs/errors.md"), page);

writeFileSync(
  join(import.meta.dirname, "../../docs/plan.schema.json"),
  `${JSON.stringify(planJsonSchema(), null, 2)}\n`,
);

const schemas = join(import.meta.dirname, "../../docs/schemas");
mkdirSync(schemas, { recursive: true });
for (const [verb, schema] of outputSchemas()) {
  writeFileSync(join(schemas, `${verb}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}

const packs = join(import.meta.dirname, "../../docs/packs");
mkdirSync(packs, { recursive: true });
for (const { name, text } of referencePages()) writeFileSync(join(packs, `${name}.md`), text);
