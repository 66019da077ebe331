import { enableCompileCache } from "node:module";

// Compiled code is kept between runs: most of the time that a verb takes to start is reading the same modules again.
enableCompileCache();
const { runCommandLine } = await import("./command-line.ts");
process.exitCode = await runCommandLine(process.argv);
