import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { RunningSite, TestSite } from "../support/site.ts";
import { createTestSite } from "../support/site.ts";

/** Events that a browser hears of a site that is being worked on. */
type Listener = { readonly heard: readonly { readonly event: string; readonly data: unknown }[]; close(): void };

async function listen(url: string): Promise<Listener> {
  const aborting = new AbortController();
  const response = await fetch(`${url}/_dev/events`, { signal: aborting.signal });
  const heard: { event: string; data: unknown }[] = [];
  const read = async () => {
    let text = "";
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split("\n\n");
      text = events.pop()!;
      for (const each of events) {
        const [, event, data] = each.match(/event: (.*)\ndata: (.*)/)!;
        heard.push({ event: event!, data: JSON.parse(data!) });
      }
    }
  };
  read().catch(() => {});
  return { heard, close: () => aborting.abort() };
}

async function until(what: () => boolean | Promise<boolean>, describe: () => string): Promise<void> {
  for (const deadline = Date.now() + 45_000; Date.now() < deadline; ) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain: ${describe()}\n${JSON.stringify(browser?.heard)}`);
}

let site: TestSite;
let running: RunningSite;
let browser: Listener;

const file = (path: string) => join(site.directory, path);
const page = async (path: string) => {
  const response = await fetch(`${running.url}${path}`);
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const lastState = () => browser.heard.findLast(({ event }) => event === "state")?.data;
const reloads = () => browser.heard.filter(({ event }) => event === "reload").length;
const edit = (path: string, from: string, to: string) => {
  const text = readFileSync(file(path), "utf8");
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  // As editors do it: written beside, then put in its place.
  writeFileSync(file(`${path}.new~`), text.replace(from, to));
  renameSync(file(`${path}.new~`), file(path));
};

describe("a site that is being worked on", () => {
  beforeAll(async () => {
    site = await createTestSite();
    rmSync(file("packs/films/imports"), { recursive: true });
    running = await site.serve("dev");
  });
  afterAll(() => site.remove());
  beforeEach(async () => {
    browser = await listen(running.url);
  });
  afterEach(() => browser.close());

  test("follows packs from npm, from the moment they are listed", async () => {
    const folder = "node_modules/trovato-pack-events";
    mkdirSync(file(`${folder}/gathers`), { recursive: true });
    writeFileSync(file(`${folder}/pack.yaml`), "name: events\nversion: 1.0.0\nrequires: [core]\n");
    const listing = (label: string) => `label: ${label}
base_table: item
displays:
  - { id: page, display_type: page, path: /events }
`;
    writeFileSync(file(`${folder}/gathers/events.yaml`), listing("Events"));
    edit("config/site.yaml", "packs: [core, films]", 'packs: [core, films, "npm:trovato-pack-events"]');
    await until(
      async () => (await page("/events")).text.includes("Events"),
      () => "the listing of the pack",
    );
    writeFileSync(file(`${folder}/gathers/events.yaml`), listing("Happenings"));
    await until(
      async () => (await page("/events")).text.includes("Happenings"),
      () => "the change in the pack",
    );
    edit("config/site.yaml", 'packs: [core, films, "npm:trovato-pack-events"]', "packs: [core, films]");
    await until(
      async () => (await page("/events")).status === 404,
      () => "the end of the listing",
    );
  });

  test("has a script in its pages, which they are allowed to load", async () => {
    const { status, headers, text } = await page("/films");
    expect(status).toBe(200);
    expect(text).toContain('<script src="/_dev/client.js" defer></script>\n</body>');
    expect(headers.get("Content-Security-Policy")).toContain("script-src 'self'; connect-src 'self'");
    expect(Number(headers.get("Content-Length"))).toBe(Buffer.byteLength(text));
    expect((await page("/_dev/client.js")).text).toContain("EventSource");
    expect((await page("/nowhere")).text).toContain("/_dev/client.js");
    expect((await page("/films.xml")).text).not.toContain("_dev");
  });

  test("plans and applies what is saved, and reloads the page", async () => {
    edit("packs/films/gathers/films.yaml", "title: Films", "title: All the films");
    await until(() => reloads() > 0, running.output);
    expect((await page("/films")).text).toContain("All the films");
    await until(() => running.output().includes("~ gather.films"), running.output);
    expect(lastState()).toBeNull();
  });

  test("takes a template, an asset and the name of the site", async () => {
    writeFileSync(file("packs/films/templates/fault.hbs"), "<p>Nothing at this address, friend.</p>\n");
    await until(async () => (await page("/nowhere")).text.includes("friend"), running.output);
    edit("config/site.yaml", "name: Filmhouse", "name: Cinema");
    await until(async () => (await page("/films")).text.includes("Cinema"), running.output);
  });

  test("stays as it was while a file is broken, and says why where it is seen", async () => {
    edit(
      "packs/films/gathers/films.yaml",
      "field: field_rating,   operator: between",
      "field: field_ratign,   operator: between",
    );
    await until(() => String(lastState()).includes("Did you mean field_rating?"), running.output);
    expect(String(lastState())).toContain("packs/films/gathers/films.yaml:14:18  gather.unknown_field");
    expect((await page("/films")).status).toBe(200);
    const late = await listen(running.url);
    await until(() => late.heard.some(({ event, data }) => event === "state" && data === lastState()), running.output);
    late.close();
    edit("packs/films/gathers/films.yaml", "field_ratign", "field_rating");
    await until(() => lastState() === null, running.output);
  });

  test("destroys nothing by itself; once somebody applies it, it goes on", async () => {
    rmSync(file("packs/films/roles/critic.yaml"));
    await until(() => String(lastState()).includes("role.critic"), running.output);
    expect(String(lastState())).toContain("npx trovato apply");
    const { code } = await site.trovato("plan");
    expect(code).toBe(2);
    expect((await site.trovato("apply", "--yes")).code).toBe(0);
    await until(() => lastState() === null, running.output);
  });

  test("builds a plugin whose source changed; a source that does not compile changes nothing", async () => {
    const wasm = file("plugins/films/films.wasm");
    const before = statSync(wasm).mtimeMs;
    edit("plugins/films/index.ts", "import", "this is no AssemblyScript\nimport");
    await until(() => String(lastState()).includes("plugin.build_failed"), running.output);
    expect(statSync(wasm).mtimeMs).toBe(before);
    edit("plugins/films/index.ts", "film-facts", "film-figures");
    edit("plugins/films/index.ts", "this is no AssemblyScript\n", "");
    await until(() => statSync(wasm).mtimeMs !== before && lastState() === null, running.output);
    await until(() => running.output().includes("~ plugin.films"), running.output);
    expect((await page("/films")).status).toBe(200);
  });

  test("ends when it is told to, though a browser listens", async () => {
    expect(await running.stop()).toBe(0);
  });
});

describe("a site that is broken from the start", () => {
  beforeAll(async () => {
    site = await createTestSite();
    rmSync(file("packs/films/imports"), { recursive: true });
  });
  afterAll(() => site.remove());

  test("says what is wrong until it is put right", async () => {
    copyFileSync(file("packs/films/gathers/films.yaml"), file("kept.yaml"));
    writeFileSync(file("packs/films/gathers/films.yaml"), "label: <b>Films\nbase_table: item\n");
    const port = String(20_000 + Math.floor(Math.random() * 20_000));
    const verb = site.spawn(["dev"], { PORT: port });
    running = { url: `http://127.0.0.1:${port}`, output: () => "", pid: verb.pid, stop: async () => 0 };
    const isUp = () => page("/films").catch(() => ({ status: 0, text: "" }));
    await until(
      async () => (await isUp()).text.includes("displays"),
      () => "the page of the faults",
    );
    const { status, text, headers } = await page("/films");
    expect(status).toBe(503);
    expect(text).toContain("/_dev/client.js");
    expect(text).not.toContain("<b>Films");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    copyFileSync(file("kept.yaml"), file("packs/films/gathers/films.yaml"));
    await until(
      async () => (await isUp()).status === 200,
      () => "the site",
    );
    verb.kill("SIGTERM");
    expect((await verb.ended).code).toBe(0);
  });

  test("is not worked on in production", async () => {
    const { code, err } = await site.spawn(["dev"], { TROVATO_ENV: "production" }).ended;
    expect(code).toBe(1);
    expect(err).toContain("not for production");
  });
});
