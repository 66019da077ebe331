import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { sql } from "slonik";
import type { DbPool } from "../../kernel/db/pool.ts";
import { openPool } from "../../kernel/db/pool.ts";
import { htmlProblems } from "../support/html-rules.ts";
import { addPerson, PASSWORD } from "../support/people.ts";
import type { OpenedTestSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";
import type { Visitor } from "../support/visitor.ts";
import { createVisitor, tokenOf } from "../support/visitor.ts";

const CONFIG = "/admin/config";
const PERMISSIONS = "/admin/people/permissions";
/** For how long a site believes what it read of its files. */
const FILES_ARE_OLD = 3_200;

let site: TestSite;
let running: OpenedTestSite;
let pool: DbPool;
let admin: Visitor;
beforeAll(async () => {
  site = await createTestSite("imported");
  writeFileSync(
    join(site.directory, "packs/films/roles/moderator.yaml"),
    "label: Moderator\nowner: {permissions: site}\npermissions: [access content]\n",
  );
  running = await site.open({ TRUST_PROXY: "true" });
  pool = await openPool(site.databaseUrl);
  admin = await signedIn("Ada", { isAdmin: true });
}, 180_000);
afterAll(async () => {
  await pool?.close();
  await site?.remove();
});

let visitors = 0;
async function signedIn(name: string, more: Parameters<typeof addPerson>[2] = {}): Promise<Visitor> {
  await addPerson(pool.db, name, more);
  const visitor = createVisitor(running.url, { "x-forwarded-for": `10.9.0.${++visitors}` });
  expect((await visitor.signIn(name, PASSWORD)).status).toBe(303);
  return visitor;
}

async function page(path: string, visitor = admin) {
  const answer = await visitor.get(path);
  expect([path, answer.status, await htmlProblems(answer.body)]).toEqual([path, 200, []]);
  return answer.body;
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const edit = (file: string, change: (text: string) => string) =>
  writeFileSync(join(site.directory, file), change(readFileSync(join(site.directory, file), "utf8")));
const filesAreOld = () => new Promise((resolve) => setTimeout(resolve, FILES_ARE_OLD));

describe("the configuration", () => {
  test("shows what is live, in which packs and versions, and how far the indexes are", async () => {
    const text = textOf(await page(CONFIG));
    expect(text).toMatch(/Generation 2, applied by \S+ now · packs core \d+\.\d+\.\d+, films \d+\.\d+\.\d+/);
    expect(text).toContain("In sync");
    expect(text).toContain("What is live is what the packs say.");
    expect(text).toMatch(/\d+ in sync/);
    expect(text).toContain("gather_field_rating");
    expect(textOf(await page(`${CONFIG}?kind=type`))).toMatch(
      /type\.film films in sync packs\/films\/types\/film\.yaml:1/,
    );
    expect(await page(`${CONFIG}?kind=nonsense&page=77`)).toContain("No object matches.");
    expect(await page(CONFIG)).not.toContain(new URL(site.databaseUrl).password);
  });

  test("shows what files ask for and what was changed on the site, and what an apply did", async () => {
    edit("packs/films/types/film.yaml", (text) => text.replace("label: Film\n", "label: Motion picture\n"));
    await pool.db.run(sql.unsafe`update role set label = 'Reviewer' where name = 'critic'`);
    await filesAreOld();
    const html = await page(CONFIG);
    expect(textOf(html)).toMatch(/1 to change.*1 drifted/);
    expect(textOf(html)).toMatch(
      /Changed outside of the packs kept ~ role\.critic packs\/films\/roles\/critic\.yaml:\d+ ~ label &quot;Critic&quot; → &quot;Reviewer&quot;/,
    );
    expect(textOf(html)).toMatch(
      /The packs ask for .*~ type\.film packs\/films\/types\/film\.yaml:\d+ ~ label &quot;Film&quot; → &quot;Motion picture&quot;/,
    );
    // What needs a look comes first.
    expect(textOf(html.split('id="objects"')[1]!.split("<tbody>")[1]!)).toMatch(
      /^ (type\.film films pending|role\.critic films drifted)/,
    );

    expect((await site.trovato("apply", "--yes")).code).toBe(0);
    const { generation } = await pool.db.one<{ generation: number }>(
      sql.unsafe`select max(generation) as generation from pack_apply`,
    );
    await filesAreOld();
    expect(textOf(await page(CONFIG))).toContain(`Generation ${generation}`);
    const plan = textOf(await page(`${CONFIG}/history/${generation}`));
    expect(plan).toMatch(/What it did ~ type\.film .* &quot;Film&quot; → &quot;Motion picture&quot;/);
    for (const other of ["999", "0", "one", "1.5", "99999999999999999999"]) {
      expect([other, (await admin.get(`${CONFIG}/history/${other}`)).status]).toEqual([other, 404]);
    }
    await pool.db.run(sql.unsafe`update role set label = 'Critic' where name = 'critic'`);
  }, 180_000);

  test("shows what is wrong in the files, and serves on", async () => {
    edit("packs/films/types/film.yaml", (text) => text.replace("type: date", "type: dote"));
    await filesAreOld();
    const html = await page(CONFIG);
    expect(textOf(html)).toContain("Wrong in the files nothing can be applied");
    expect(html).toMatch(/packs\/films\/types\/film\.yaml:\d+/);
    expect(html).not.toContain("The packs ask for");
    edit("packs/films/types/film.yaml", (text) => text.replace("type: dote", "type: date"));
    await filesAreOld();
    expect(textOf(await page(CONFIG))).not.toContain("Wrong in the files");
  }, 180_000);
});

describe("permissions", () => {
  test("are shown by role; what git owns is named with its file and cannot be changed", async () => {
    const html = await page(PERMISSIONS);
    const text = textOf(html);
    expect(text).toMatch(/Administrator administrator Everything packs\/core\/roles\/administrator\.yaml:1/);
    expect(text).toContain("Content: ");
    expect(text).toContain("create film content");
    expect(text).toContain("Whoever is signed in may do what “Signed in” may, whatever roles they have.");
    expect(html).not.toContain(`href="${PERMISSIONS}/critic"`);
    expect((await admin.get(`${PERMISSIONS}/critic`)).status).toBe(403);
    expect((await admin.get(`${PERMISSIONS}/nobody`)).status).toBe(404);
    const form_token = tokenOf((await admin.get(`${PERMISSIONS}/create`)).body);
    for (const path of ["critic", "critic/delete", "moderator/delete"]) {
      const answer = await admin.send(`${PERMISSIONS}/${path}`, {
        form_token,
        label: "Mine",
        permissions_site: "use stages",
      });
      expect([path, answer.status]).toEqual([path, 403]);
    }
  });

  test.each([
    [{ label: "", name: "helpers" }, "Label is required."],
    [{ label: "Helpers", name: "" }, "Machine name is required."],
    [{ label: "Helpers", name: "Big Helpers" }, "The machine name begins with a letter"],
    [{ label: "Helpers", name: "editor-in-chief" }, "The machine name begins with a letter"],
    [{ label: "Helpers", name: "critic" }, "There is a role critic already."],
    [{ label: "Helpers", name: "create" }, "No role can have the machine name create."],
    [{ label: "Helpers", name: "helpers", permissions_site: "rule the world" }, "Site is not one of the choices."],
  ])("a role is not added as %j", async (fields, message) => {
    const answer = await admin.submit(`${PERMISSIONS}/create`, fields);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(message);
    expect(await htmlProblems(answer.body)).toEqual([]);
  });

  test("a role of the site is added, changed, given, and deleted; each is in the history, and no plan undoes it", async () => {
    const added = await admin.submit(`${PERMISSIONS}/create`, {
      label: "Auditor",
      name: "auditor",
      permissions_site: ["access reports", "access content"],
    });
    expect([added.status, added.location]).toEqual([303, PERMISSIONS]);
    expect(textOf(await page(PERMISSIONS))).toMatch(
      /The role Auditor is added\..*Auditor auditor 2 permissions This site only Edit Auditor Delete Auditor/,
    );
    const auditor = await signedIn("Otto", { roles: ["auditor"] });
    expect((await auditor.get("/admin/reports/audit")).status).toBe(200);
    expect((await auditor.get("/admin")).location).toBe("/admin/reports/audit");

    await admin.submit(`${PERMISSIONS}/auditor`, { label: "Checker", permissions_site: "access configuration" });
    expect([(await auditor.get("/admin/reports/audit")).status, (await auditor.get(CONFIG)).status]).toEqual([
      403, 200,
    ]);
    const history = textOf((await page(CONFIG)).split('id="history"')[1]!);
    expect(history).toMatch(/Generation \d+ now Ada Changed on the site: 1 to change/);
    expect((await site.trovato("plan")).code).toBe(0);

    expect(textOf(await page(`${PERMISSIONS}/auditor/delete`))).toContain(
      "One account holds it and loses what it allows.",
    );
    await admin.submit(`${PERMISSIONS}/auditor/delete`, {});
    expect(await page(PERMISSIONS)).toContain("The role Checker is deleted.");
    expect((await auditor.get(CONFIG)).status).toBe(403);
  }, 180_000);

  test("of a role that leaves them to the site are changed here; its label stays with git", async () => {
    const html = await page(`${PERMISSIONS}/moderator`);
    expect(html).toContain("Declared in packs/films/roles/moderator.yaml:1.");
    const answer = await admin.submit(`${PERMISSIONS}/moderator`, {
      label: "Renamed",
      permissions_site: ["access content", "view unpublished content"],
    });
    expect(answer.location).toBe(PERMISSIONS);
    expect(textOf(await page(PERMISSIONS))).toContain("Moderator moderator 2 permissions");
    await filesAreOld();
    expect((await site.trovato("drift")).code).toBe(0);
  }, 180_000);

  test("that somebody does not hold, they neither give nor take away", async () => {
    await admin.submit(`${PERMISSIONS}/create`, {
      label: "Keeper",
      name: "keeper",
      permissions_site: "administer permissions",
    });
    await admin.submit(`${PERMISSIONS}/create`, { label: "Plain", name: "plain", permissions_site: "access reports" });
    const keeper = await signedIn("Kim", { roles: ["keeper"] });
    const html = await page(`${PERMISSIONS}/plain`, keeper);
    expect(html).toMatch(/value="access reports" checked disabled/);
    await keeper.submit(`${PERMISSIONS}/plain`, {
      label: "Plain",
      permissions_site: ["administer users", "administer permissions"],
    });
    const { permissions } = await pool.db.one<{ permissions: readonly string[] }>(sql.unsafe`
      select array(select permission from role_permission where role_id = role.id order by 1) as permissions
      from role where name = 'plain'`);
    expect(permissions).toEqual(["access reports", "administer permissions"]);
    expect((await page(PERMISSIONS, keeper)).includes(`${PERMISSIONS}/plain/delete`)).toBe(false);
    const form_token = tokenOf((await keeper.get(`${PERMISSIONS}/create`)).body);
    expect((await keeper.send(`${PERMISSIONS}/plain/delete`, { form_token })).status).toBe(403);
  }, 180_000);

  test("cannot be changed where the configuration is locked, and the file that says so is named", async () => {
    edit("config/site.yaml", (text) => `${text}config: {locked: true}\n`);
    await filesAreOld();
    const html = await page(PERMISSIONS);
    expect(html).toContain("the configuration is locked by config/site.yaml");
    expect(html).not.toContain(`${PERMISSIONS}/create`);
    const form_token = tokenOf((await admin.get("/admin/people/create")).body);
    for (const path of ["create", "moderator", "plain/delete"]) {
      const fields = { form_token, label: "L", name: "late" };
      expect([path, (await admin.get(`${PERMISSIONS}/${path}`)).status]).toEqual([path, 403]);
      expect([path, (await admin.send(`${PERMISSIONS}/${path}`, fields)).status]).toEqual([path, 403]);
    }
    edit("config/site.yaml", (text) => text.replace("config: {locked: true}\n", ""));
    await filesAreOld();
  }, 180_000);
});

describe("a person who has written something is deleted", () => {
  async function writer(name: string) {
    const id = await addPerson(pool.db, name);
    const films = await pool.db.many<{ id: string }>(sql.unsafe`
      update item set author_id = ${id}::uuid where id in (
        select id from item where type = 'film' and author_id = '00000000-0000-0000-0000-000000000000' order by id limit 2
      ) returning id`);
    return { id, film: films[0]!.id, films: films.map((film) => film.id) };
  }
  const visitor = () => createVisitor(running.url, { "x-forwarded-for": `10.8.0.${++visitors}` });
  const authorsOf = async (films: readonly string[]) =>
    (
      await pool.db.many<{ author: string }>(
        sql.unsafe`select author_id as author from item where id = any(${sql.array([...films], "uuid")})`,
      )
    ).map(({ author }) => author);

  test("and is asked what becomes of it", async () => {
    const { id } = await writer("Wanda");
    expect(textOf(await page(`/admin/people/${id}/delete`))).toContain("What becomes of the 2 items");
    for (const fields of [
      { content: "burn", heir: "" },
      { content: "", heir: "" },
      { content: "reassign", heir: "" },
      { content: "reassign", heir: "nobody here" },
      { content: "reassign", heir: "Wanda" },
    ]) {
      expect([fields, (await admin.submit(`/admin/people/${id}/delete`, fields)).status]).toEqual([fields, 422]);
    }
  });

  test.each([
    ["keep", {}, 200],
    ["unpublish", {}, 404],
    ["delete", {}, 404],
    ["reassign", { heir: "ADA" }, 200],
  ])("%s", async (content, more, status) => {
    const { id, film, films } = await writer(`Writer to ${content}`);
    expect((await admin.submit(`/admin/people/${id}/delete`, { content, ...more })).location).toBe("/admin/people");
    expect((await visitor().get(`/item/${film}`)).status).toBe(status);
    const authors = await authorsOf(films);
    expect(authors).toHaveLength(content === "delete" ? 0 : 2);
    expect(authors).not.toContain(id);
  });
});
