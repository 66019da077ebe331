import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { TestSite } from "../support/site.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/operations.md"), "utf8");

export type Step = { readonly run: string; readonly env: Variables; readonly condition: string | undefined };
export type Ran = { readonly code: number | null; readonly out: string; readonly err: string };
type Variables = { readonly [name: string]: string };
type GithubStep = {
  readonly uses?: string;
  readonly with?: Variables;
  readonly run?: string;
  readonly env?: Variables;
  readonly if?: string;
};

/** The block of docs/operations.md that follows the mention of `file`. */
export function blockAfter(file: string): string {
  const mention = page.indexOf(`\`${file}\`:`);
  const block = /```\w+\n([\s\S]*?)```/.exec(page.slice(mention));
  if (mention < 0 || block === null) throw new Error(`docs/operations.md shows no ${file}.`);
  return block[1]!;
}

/** The steps of a job of the workflow for GitHub that run something, each with its environment. */
export function githubSteps(job: string): readonly Step[] {
  const workflow = parse(blockAfter(".github/workflows/site.yaml"));
  const steps: readonly GithubStep[] = workflow.jobs[job].steps;
  return steps
    .map((step) => ({ ...step, run: step.run ?? uploadOf(step) }))
    .filter((step) => step.run !== undefined)
    .map(({ run, env, if: condition }) => ({ run: run!, env: { ...workflow.env, ...env }, condition }));
}

/** Says what keeping a file for a later job comes to here. */
function uploadOf({ uses, with: { name, path } = {} }: GithubStep): string | undefined {
  if (!uses?.startsWith("actions/upload-artifact@")) return undefined;
  return `. "$GITHUB_ENV"; cp ${path} "artifact-${name!.replace("${{ env.TREE }}", "$TREE")}"`;
}

/** Makes of a job what GitLab makes of it: one script of all its lines, which ends where a command fails. */
export function gitlabScript(job: string): Step {
  const pipeline = parse(blockAfter(".gitlab-ci.yml"));
  const run = ["set -eo pipefail", ...pipeline[job].script].join("\n");
  return { run, env: pipeline.variables, condition: undefined };
}

/**
 * A runner of pipelines: a checkout of the site with the scripts of the page in it, and stand-ins for what is not
 * there.
 */
export function createRunner(site: TestSite) {
  const bin = join(site.directory, "bin");
  const log = join(site.directory, "calls.txt");
  mkdirSync(bin);
  mkdirSync(join(site.directory, "deploy"));
  for (const name of ["plan", "apply"]) {
    writeFileSync(join(site.directory, `deploy/${name}.sh`), blockAfter(`deploy/${name}.sh`));
  }
  const command = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const trovato = `"${join(root, "node_modules/.bin/node")}" "${join(root, "kernel/cli/trovato.js")}"`;
  command("npx", `[ "$1" = trovato ] || exit 127\nshift\nexec ${trovato} "$@"`);
  command("npm", `[ "$*" = ci ]`);
  command("sleep", `echo "sleep $*" >> "${log}"`);
  // The tree of the checkout is told apart by the one file that the tests edit.
  command("git", `[ "$*" = "rev-parse HEAD^{tree}" ] || exit 1\nsha1sum < packs/films/roles/critic.yaml | cut -c 1-40`);
  // What the pipeline asks of it, no more: what was kept, the ids of the comments, and a comment that is written.
  command(
    "gh",
    `echo "gh $*" >> "${log}"
case "$*" in
  *artifacts?name=*) name=\${2#*name=}; [ ! -e "artifact-$name" ] || echo 99 ;;
  "run download 99 "*) cp "artifact-$5" plan.json ;;
  *--jq*) cat comments.txt 2>/dev/null || true ;;
esac`,
  );

  return {
    calls: () => readFileSync(log, "utf8"),
    forget: () => writeFileSync(log, ""),
    run: ({ run, env }: Step, secrets: Variables = {}): Promise<Ran> =>
      new Promise((resolve) => {
        const given = {
          DATABASE_URL: site.databaseUrl,
          CI: "true",
          HOME: site.directory,
          GITHUB_ENV: join(site.directory, "github.env"),
          ...env,
          ...secrets,
        };
        const known = Object.entries(given).map(([name, value]) => [name, filled(value, site.databaseUrl)]);
        const child = spawn("bash", ["-e", "-c", run], {
          cwd: site.directory,
          env: { ...Object.fromEntries(known), PATH: `${bin}:${process.env["PATH"]}` },
        });
        let [out, err] = ["", ""];
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
          out += text;
        });
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
          err += text;
        });
        child.once("close", (code) => resolve({ code, out, err }));
      }),
  };
}

/** A value of the workflow with the expressions that it uses filled in. */
function filled(value: string, databaseUrl: string): string {
  const known: Variables = {
    "secrets.DATABASE_URL": databaseUrl,
    "github.token": "a token",
    "github.event.pull_request.number": "7",
  };
  return String(value).replace(/\$\{\{ (.*?) \}\}/g, (_, expression: string) => {
    const text = known[expression];
    if (text === undefined) throw new Error(`The test does not know ${expression}.`);
    return text;
  });
}
