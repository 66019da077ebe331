import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { systemState } from "../../kernel/boot/as-system.ts";
import type { OpenedSite } from "../../kernel/boot/open-site.ts";
import { openSite } from "../../kernel/boot/open-site.ts";
import type { SiteFolder } from "../../kernel/boot/site-folder.ts";
import { siteFolder } from "../../kernel/boot/site-folder.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { compilePlugin } from "../../sdk/build.ts";
import { createTestDatabase, dropTestDatabase } from "./database.ts";
import type { LogLine } from "./recording-log.ts";
import { recordingLog } from "./recording-log.ts";
import { testRedisVariables } from "./redis.ts";

const fixtures = join(import.meta.dirname, "../taps/fixtures");

const FILM = `label: Film
fields:
  field_rating: { type: decimal, label: Rating, min: 0, max: 10 }
  field_note: { type: text, label: Note }
`;

/** A site with one content type and the plugins of this folder, opened in this process. */
export type PluginSite = {
  readonly folder: SiteFolder;
  readonly opened: OpenedSite;
  readonly url: string;
  readonly lines: LogLine[];
  /** The state of a command, or of a request by whoever `more` says. */
  state(more?: Partial<RequestState>): RequestState;
  get(path: string): Promise<{ readonly status: number; readonly body: string }>;
  close(): Promise<void>;
};

/** Writes the files of such a site, its plugins compiled; `files` come on top. Returns the folder. */
export async function writePluginSite(
  plugins: readonly string[],
  files: { readonly [path: string]: string } = {},
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "trovato-plugins-"));
  const all: { readonly [path: string]: string | Uint8Array } = {
    "config/site.yaml": "name: Plugins\nbase_url: http://localhost:3000\nfront_page: /\npacks: [core, tried]\n",
    "packs/tried/pack.yaml": `name: tried\nversion: 1.0.0\nrequires: [core]\nplugins: [${plugins.join(", ")}]\n`,
    "packs/tried/types/film.yaml": FILM,
    "packs/tried/gathers/films.yaml":
      "label: Films\nbase_table: item\ndisplays:\n  - { id: page, display_type: page, path: /films, filters: [{ field: type, operator: equals, value: film }] }\n",
    ...files,
  };
  for (const name of plugins) {
    cpSync(join(fixtures, name), join(directory, "plugins", name), { recursive: true });
    const { wasm, errors } = await compilePlugin(join(fixtures, name));
    if (wasm === null)
      throw new Error(errors.map(({ text, place }) => `${place?.file}:${place?.line} ${text}`).join("\n"));
    writeFileSync(join(directory, "plugins", name, `${name}.wasm`), wasm);
  }
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

export async function openPluginSite(
  plugins: readonly string[],
  files: { readonly [path: string]: string } = {},
): Promise<PluginSite> {
  const directory = await writePluginSite(plugins, files);
  const databaseUrl = await createTestDatabase();
  const folder = siteFolder(directory, { DATABASE_URL: databaseUrl, ...testRedisVariables(), PORT: "0" });
  const { log, lines } = recordingLog();
  const opened = await openSite(folder, log, { note: () => {}, plan: () => {} });
  const url = `http://127.0.0.1:${await opened.listen()}`;
  const { kernel } = opened;
  return {
    folder,
    opened,
    url,
    lines,
    state: (more = {}) => ({ ...systemState(kernel, kernel.snapshots.current()!), ...more }),
    get: async (path) => {
      const response = await fetch(url + path);
      return { status: response.status, body: await response.text() };
    },
    close: async () => {
      await opened.stop();
      await dropTestDatabase(databaseUrl);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
