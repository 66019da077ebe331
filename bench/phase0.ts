import { async } from "./phase0/async.ts";
import { concurrency } from "./phase0/concurrency.ts";
import { printMachine } from "./phase0/measure.ts";
import { serialization } from "./phase0/serialization.ts";

const PARTS: { readonly [name: string]: () => Promise<void> } = {
  serialization,
  concurrency,
  async: () => async(process.argv.includes("flood")),
};

/**
 * `npm run bench -- phase0 serialization | concurrency | async [flood]`: what the runtime of plugins was chosen by.
 * Without a name, all.
 */
export async function run(): Promise<void> {
  const name = process.argv[3];
  const parts = name === undefined ? Object.entries(PARTS) : Object.entries(PARTS).filter(([part]) => part === name);
  if (parts.length === 0) throw new Error(`There is no such part; there are ${Object.keys(PARTS).join(", ")}.`);
  printMachine();
  for (const [part, measure] of parts) {
    console.log(`## ${part}\n`);
    await measure();
    console.log();
  }
}
