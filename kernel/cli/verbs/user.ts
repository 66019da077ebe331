import type { Command } from "commander";
import type { CreateOptions, RoleOptions } from "../user.ts";
import type { AccountsContext } from "../with-accounts.ts";
import type { Cli } from "./cli.ts";

const NAME = "the name or the mail address";
const several = (value: string, before: readonly string[]) => [...before, value];

/** `user`: create, block, unblock, role, password, login-link and list. */
export function addUser(program: Command, { console, finish }: Cli): void {
  const user = program.command("user").description("make and manage accounts");
  const run = async (work: (verbs: typeof import("../user.ts"), context: AccountsContext) => Promise<void>) => {
    const { withAccounts } = await import("../with-accounts.ts");
    const verbs = await import("../user.ts");
    await withAccounts(program.opts<{ site: string }>().site, console, (context) => work(verbs, context));
    finish(0);
  };
  user
    .command("create")
    .description("make an account; without a password it gets a link to sign in with, once, within 24 hours")
    .argument("<name>", "what it is called")
    .requiredOption("--mail <address>", "where its mail goes")
    .option("--password <password>", "its password; who lists the processes of this machine can read it")
    .option("--role <role>", "a role that it has; may be given several times", several, [])
    .option("--admin", "it may do everything")
    .action((name: string, options: CreateOptions) =>
      run((verbs, context) => verbs.createUser(context, name, options)),
    );
  user
    .command("block")
    .description("keep an account from signing in, and end its sessions")
    .argument("<name>", NAME)
    .option("--force", "also the last account that may do everything")
    .action((name: string, { force = false }: { force?: boolean }) =>
      run((verbs, context) => verbs.blockUser(context, name, force)),
    );
  user
    .command("unblock")
    .description("let an account sign in again")
    .argument("<name>", NAME)
    .action((name: string) => run((verbs, context) => verbs.unblockUser(context, name)));
  user
    .command("role")
    .description("give roles to an account, take them away, and show those that it has")
    .argument("<name>", NAME)
    .option("--add <role>", "a role to give; may be given several times", several, [])
    .option("--remove <role>", "a role to take away; may be given several times", several, [])
    .option("--admin", "let it do everything")
    .option("--no-admin", "let it do no more than its roles say")
    .option("--force", "also where nobody is left who may do everything")
    .action((name: string, options: RoleOptions) => run((verbs, context) => verbs.changeRoles(context, name, options)));
  user
    .command("password")
    .description("give an account a new password, and end its sessions; it is asked for, or read from the input")
    .argument("<name>", NAME)
    .option("--password <password>", "the password; who lists the processes of this machine can read it")
    .action((name: string, { password }: { password?: string }) =>
      run((verbs, context) => verbs.changePassword(context, name, password)),
    );
  user
    .command("login-link")
    .description("print a link that signs an account in, once, within 24 hours")
    .argument("<name>", NAME)
    .action((name: string) => run((verbs, context) => verbs.loginLink(context, name)));
  user
    .command("list")
    .description("list the accounts, the newest first")
    .option("--json", "as JSON, for scripts")
    .action(({ json = false }: { json?: boolean }) => run((verbs, context) => verbs.listUsers(context, json)));
}
