import type { Command } from "commander";
import type { Cli } from "./cli.ts";

type Options = { readonly pack?: string; readonly type?: string };

/**
 * `new`: a command for each thing that can be made. Only who asks for it waits until the kinds are loaded, which say
 * what that is.
 */
export async function addNew(program: Command, { console, verb }: Cli): Promise<void> {
  const made = program.command("new").description("write the first files of a site, a pack, or an object of one");
  const make = async (thing: string, name: string, options: Options = {}) => {
    const { makeNew } = await import("../new.ts");
    const { files, next } = makeNew(program.opts<{ site: string }>().site, thing, name, options);
    console.out(files.map((file) => `${file}\n`).join(""));
    console.note(next);
  };
  made
    .command("site")
    .description("a site in a repository of its own, which depends on trovato")
    .argument("<directory>", "where to")
    .action((directory: string) => make("site", directory));
  made
    .command("pack")
    .description("a pack: a folder of declared configuration")
    .argument("<name>", "the folder in packs/")
    .action((name: string) => make("pack", name));
  made
    .command("plugin")
    .description("a plugin in AssemblyScript, with its test")
    .argument("<name>", "the folder in plugins/")
    .action((name: string) => make("plugin", name));
  if (verb !== "new") return;
  const { NEW_KINDS } = await import("../new-objects.ts");
  for (const { name: kind, firstFile } of NEW_KINDS) {
    made
      .command(kind)
      .description(firstFile!.description)
      .argument("<name>", "its machine name, which is the name of its file")
      .option("--pack <name>", "the pack that it goes to (default: the last one of the site)")
      .option("--type <name>", "the content type that it is about")
      .action((name: string, options: Options) => make(kind, name, options));
  }
}
