// Says in `package.json` that the package brings the command `trovato`, while it is packed, and takes it back afterwards. In this repository it is not
// said: npx would install the repository into its cache before every command, and wait there for whoever else does; so it finds the link of link-bin.js.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const file = join(dirname(fileURLToPath(import.meta.url)), "../package.json");
const { bin: _, ...manifest } = JSON.parse(readFileSync(file, "utf8"));
const isPacking = process.argv[2] === "add";
const packed = isPacking ? { ...manifest, bin: { trovato: "kernel/cli/trovato.js" } } : manifest;
writeFileSync(file, `${JSON.stringify(packed, null, 2)}\n`);
