import { existsSync } from "node:fs";
import { join } from "node:path";

/** `npm run bench -- NAME`: runs `bench/NAME.ts`, which exports `run(): Promise<void>`. */
const names = ["phase0", "pages", "reconcile", "plugin", "gather", "accounts"];
const name = process.argv[2] ?? "";
const file = join(import.meta.dirname, `${name}.ts`);

if (!names.includes(name) || !existsSync(file)) {
  process.stderr.write(`Usage: npm run bench -- NAME, where NAME is one of: ${names.join(", ")}.\n`);
  process.exit(1);
}
const bench: { run(): Promise<void> } = await import(file);
await bench.run();
