import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import { sql } from "slonik";
import { openPool } from "../../kernel/db/pool.ts";
import { takeApplyLock } from "../../kernel/reconcile/apply/lock.ts";
import type { TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";
import type { Ran, Step } from "./pipelines.ts";
import { createRunner, githubSteps, gitlabScript } from "./pipelines.ts";

/** The pipelines of docs/operations.md, taken out of the page and run: their shell is what operators copy. */
let site: TestSite;
let runner: ReturnType<typeof createRunner>;
let gitlab: Server;
let client: pg.Client;
const packages = new Map<string, string>();
const notes: { readonly url: string; readonly token: string; readonly body: string }[] = [];

beforeAll(async () => {
  site = await createTestSite("applied");
  mkdirSync(join(site.directory, "config/environments"), { recursive: true });
  writeFileSync(join(site.directory, "config/environments/production.yaml"), "base_url: https://films.example\n");
  runner = createRunner(site);
  client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  gitlab = createServer(async (request, response) => {
    const address = request.url!;
    if (request.method === "PUT") {
      packages.set(address, await textOf(request));
      return void response.end("{}");
    }
    if (request.method === "GET") {
      const kept = packages.get(address);
      return void response.writeHead(kept === undefined ? 404 : 200).end(kept);
    }
    notes.push({
      url: `${request.method} ${request.url}`,
      token: String(request.headers["private-token"]),
      body: new URLSearchParams(await textOf(request)).get("body") ?? "",
    });
    response.end("{}");
  });
  await new Promise<void>((resolve) => gitlab.listen(0, "127.0.0.1", resolve));
}, 180_000);
afterAll(async () => {
  gitlab?.close();
  await client?.end();
  await site?.remove();
});

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += part;
  return text;
}

const inSite = (file: string) => join(site.directory, file);
const read = (file: string) => readFileSync(inSite(file), "utf8");

function edit(file: string, from: string, to: string): void {
  expect(read(file)).toContain(from);
  writeFileSync(inSite(file), read(file).replace(from, to));
}

/** Does what a checkout does before each job: only what is in git is there. */
function checkOut(): void {
  for (const file of ["plan.md", "plan.json"]) rmSync(inSite(file), { force: true });
  runner.forget();
}

/**
 * A job of GitHub: each step, until one fails; after that only what is to run always. Returns the exit code of the job.
 */
async function github(job: string): Promise<{ readonly code: number; readonly steps: readonly Ran[] }> {
  checkOut();
  const steps: Ran[] = [];
  let code = 0;
  for (const step of githubSteps(job)) {
    if (!isToRun(step, code)) continue;
    const ran = await runner.run(step, { GITHUB_REPOSITORY: "films/site" });
    steps.push(ran);
    code ||= ran.code ?? 1;
  }
  return { code, steps };
}

function isToRun({ condition }: Step, code: number): boolean {
  if (condition === undefined) return code === 0;
  expect(condition).toBe("always() && hashFiles('plan.md') != ''");
  return existsSync(inSite("plan.md"));
}

async function gitlabJob(job: string): Promise<Ran> {
  checkOut();
  notes.length = 0;
  const { port } = gitlab.address() as AddressInfo;
  return runner.run(gitlabScript(job), {
    CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
    CI_PROJECT_ID: "3",
    CI_MERGE_REQUEST_IID: "7",
    COMMENT_TOKEN: "a token",
    CI_JOB_TOKEN: "of the job",
  });
}

const COMMENTS = "repos/films/site/issues/7/comments";
const CRITIC = "packs/films/roles/critic.yaml";

test("nothing to do: both jobs succeed, the comment says so, nothing is applied", async () => {
  expect(await github("plan")).toMatchObject({ code: 0 });
  expect(read("plan.md")).toMatch(/^<!-- trovato plan -->\n\n### Nothing to apply\n/);
  expect(runner.calls()).toContain(`gh api --method POST ${COMMENTS} --field body=@plan.md`);
  const applied = await github("apply");
  expect(applied.code).toBe(0);
  expect(applied.steps.at(-1)!.out).toBe("No changes.\n");
  expect(await gitlabJob("plan")).toMatchObject({ code: 0 });
  expect(notes).toEqual([
    {
      url: "POST /api/v4/projects/3/merge_requests/7/notes",
      token: "a token",
      body: expect.stringContaining("### Nothing to apply"),
    },
  ]);
  expect(await gitlabJob("apply")).toMatchObject({ code: 0 });
  expect(await generation()).toBe(1);
}, 240_000);

test("changes: the plan is a comment, which the next run replaces; the merge applies it", async () => {
  edit(CRITIC, "label: Critic", "label: Reviewer");
  writeFileSync(inSite("comments.txt"), "41\n42\n");
  expect(await github("plan")).toMatchObject({ code: 0 });
  const planned = (await site.trovato("plan", "--format", "markdown")).out;
  expect(planned).toContain('"Critic" → "Reviewer"');
  expect(read("plan.md")).toBe(planned);
  expect(runner.calls()).toContain("gh api --method PATCH repos/films/site/issues/comments/42 --field body=@plan.md");
  expect(await gitlabJob("plan")).toMatchObject({ code: 0 });
  expect(notes.map(({ body }) => body)).toEqual([planned]);

  expect(await github("apply")).toMatchObject({ code: 0 });
  expect(await generation()).toBe(2);
  edit(CRITIC, "label: Reviewer", "label: Judge");
  expect(await gitlabJob("apply")).toMatchObject({
    code: 1,
    err: expect.stringContaining("no plan that somebody read"),
  });
  expect((await github("apply")).code).toBe(1);
  expect(await generation()).toBe(2);
  expect(await gitlabJob("plan")).toMatchObject({ code: 0 });
  expect(await gitlabJob("apply")).toMatchObject({ code: 0 });
  expect(await generation()).toBe(3);
}, 240_000);

test("blocked: the jobs fail with 3, and the comment says why", async () => {
  await client.query("update role set label = 'By hand' where name = 'critic'");
  edit(CRITIC, "label: Judge", "label: Critic");
  expect(await github("plan")).toMatchObject({ code: 3 });
  expect(read("plan.md")).toContain("### Blocked: nothing would be applied");
  expect(runner.calls()).toContain("--field body=@plan.md");
  expect(await gitlabJob("plan")).toMatchObject({ code: 3 });
  expect(notes.map(({ body }) => body)).toEqual([expect.stringContaining("the packs and the site both changed it")]);
  expect(await github("apply")).toMatchObject({ code: 1 });
  expect(await gitlabJob("apply")).toMatchObject({ code: 1 });
  expect(await generation()).toBe(3);
  await client.query("update role set label = 'Judge' where name = 'critic'");
}, 240_000);

test("faults: the jobs fail with 1, say where, and leave no comment", async () => {
  edit(CRITIC, "label: Critic", "lable: Critic");
  const planned = await github("plan");
  expect([planned.code, planned.steps.map(({ out }) => out).join("")]).toEqual([
    1,
    expect.stringContaining(`${CRITIC}:2:1  pack.unknown_key`),
  ]);
  expect(runner.calls()).toBe("");
  expect(await gitlabJob("plan")).toMatchObject({ code: 1 });
  expect(notes).toEqual([]);
  expect(await github("apply")).toMatchObject({ code: 1 });
  edit(CRITIC, "lable: Critic", "label: Critic");
}, 240_000);

test("while another applies, the job waits and tries again", async () => {
  expect(await github("plan")).toMatchObject({ code: 0 });
  const { db, close } = await openPool(site.databaseUrl);
  let running: ReturnType<typeof github> | undefined;
  await db.transaction(async (holder) => {
    await holder.run(sql.unsafe`set local idle_in_transaction_session_timeout = 0`);
    await takeApplyLock(holder, "somebody", 0);
    running = github("apply");
    for (let tries = 0; tries < 600 && !runner.calls().includes("sleep"); tries++) await setTimeout(100);
  });
  const { code, steps } = await running!;
  expect(code).toBe(0);
  expect(runner.calls()).toMatch(/^gh api .*\ngh run download .*\n(sleep 30\n)+$/);
  expect(steps.at(-1)!.err).toContain("somebody");
  expect(await generation()).toBe(4);
  await close();
}, 240_000);

async function generation(): Promise<number> {
  return (await client.query("select max(generation)::int as newest from pack_apply")).rows[0].newest;
}
