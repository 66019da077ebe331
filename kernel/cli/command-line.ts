import { Command, CommanderError } from "commander";
import type { Process } from "./console.ts";
import { createConsole } from "./console.ts";
import { explainFaults } from "./explain-faults.ts";
import type { Cli } from "./verbs/cli.ts";
import { addCron } from "./verbs/cron.ts";
import { addDev } from "./verbs/dev.ts";
import { addExport } from "./verbs/export.ts";
import { addImport } from "./verbs/import.ts";
import { addNew } from "./verbs/new.ts";
import { addOperations } from "./verbs/operations.ts";
import { addPlugin } from "./verbs/plugin.ts";
import { addReconcile } from "./verbs/reconcile.ts";
import { addSchema } from "./verbs/schema.ts";
import { addServe } from "./verbs/serve.ts";
import { addSubmissions } from "./verbs/submissions.ts";
import { addUser } from "./verbs/user.ts";
import { addValidate } from "./verbs/validate.ts";

/**
 * Runs the verb that `words` name in `process`, and returns the exit code: 1 for faults, which are printed, else what
 * the verb says.
 */
export async function runCommandLine(words: readonly string[], process: Process): Promise<number> {
  let exitCode = 0;
  const console = createConsole(process);
  const asked = globalOptionsFirst(words);
  const cli: Cli = {
    console,
    verb: asked.rest.find((word) => !word.startsWith("-") && word !== "help"),
    finish: (code) => {
      exitCode = code;
    },
  };
  const program = new Command("trovato")
    .description("A content management system whose site lives in git.")
    .option("--site <directory>", "the root of the site: config/, packs/, plugins/, themes/", ".")
    .showHelpAfterError("`npx trovato --help` lists the commands, `npx trovato COMMAND --help` what one takes.")
    .exitOverride()
    .configureOutput({ writeOut: console.out, writeErr: console.note })
    .configureHelp({ showGlobalOptions: true });
  for (const add of [
    addServe,
    addDev,
    addReconcile,
    addOperations,
    addExport,
    addValidate,
    addSchema,
    addImport,
    addCron,
    addUser,
    addSubmissions,
    addNew,
    addPlugin,
  ])
    await add(program, cli);
  try {
    await program.parseAsync([...asked.site, ...asked.rest], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    return explainFaults(error, console, program.opts<{ site: string }>().site);
  }
}

/** `--site` may stand anywhere; commander wants options of the program before the verb. */
function globalOptionsFirst(words: readonly string[]): { readonly site: string[]; readonly rest: string[] } {
  const site: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === "--site" && index + 1 < words.length) site.push(word, words[++index]!);
    else if (word.startsWith("--site=")) site.push(word);
    else rest.push(word);
  }
  return { site, rest };
}
