import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ANONYMOUS } from "../../kernel/accounts/permissions.ts";
import type { Format, FormatSpec } from "../../kernel/kinds/format/format-spec.ts";
import type { GatherSpec } from "../../kernel/kinds/gather/gather-spec.ts";
import { menuOf } from "../../kernel/kinds/menu/menu.ts";
import type { MenuSpec } from "../../kernel/kinds/menu/menu-spec.ts";
import { roleOf } from "../../kernel/kinds/role/role.ts";
import type { RoleSpec } from "../../kernel/kinds/role/role-spec.ts";
import { itemTypeOf } from "../../kernel/kinds/type/item-type.ts";
import type { TypeSpec } from "../../kernel/kinds/type/type-spec.ts";
import type { Db } from "../../kernel/model/db.ts";
import type { AssetFile, TemplateFile } from "../../kernel/model/desired.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";
import { createAssets } from "../../kernel/render/assets.ts";
import { createFormatText } from "../../kernel/render/format.ts";
import { createTemplates } from "../../kernel/render/templates.ts";
import { ENGLISH } from "../../kernel/words/create-words.ts";
import { withBook } from "./book.ts";
import { seedFilms, stateOf } from "./content-site.ts";

const root = join(import.meta.dirname, "../..");

/** The layers of this repository's site, the lowest first. */
const LAYERS = ["themes/base", "themes/admin", "packs/core", "packs/films", "themes/default"];

/** The templates of this repository's site. */
export function readTemplateFiles(): readonly TemplateFile[] {
  return LAYERS.flatMap((directory, layer) =>
    filesIn(join(root, directory, "templates")).map((name) => ({
      name: name.replace(/\.hbs$/, ""),
      layer,
      owner: directory.split("/")[1]!,
      file: `${directory}/templates/${name}`,
      content: readFileSync(join(root, directory, "templates", name), "utf8"),
    })),
  );
}

/** The assets of this repository's site, those that its themes take from npm packages too. */
export function readAssetFiles(): readonly AssetFile[] {
  return LAYERS.flatMap((directory, layer) => {
    const owner = directory.split("/")[1]!;
    const own = filesIn(join(root, directory, "assets")).map((path) => ({
      path,
      file: join(directory, "assets", path),
    }));
    const { assets = {} } = directory.startsWith("themes")
      ? readSpec<{ assets?: Record<string, string> }>(`${directory}/theme.yaml`)
      : {};
    const taken = Object.entries(assets).map(([path, from]) => ({ path, file: from.replace("npm:", "node_modules/") }));
    return [...own, ...taken].map(({ path, file }) => ({
      path,
      layer,
      owner,
      file,
      content: readFileSync(join(root, file)),
    }));
  });
}

/** The site of the films pack with all that pages need, in a database without items. `seedFilms` has been there. */
export async function filmSite(db: Db, more: Partial<Site> = {}): Promise<Site> {
  const seeded = await seedFilms(db);
  const formats = new Map(
    ["plain", "filtered_html", "markdown"].map((name): [string, Format] => [
      name,
      { ...readSpec<FormatSpec>(`packs/core/formats/${name}.yaml`), name },
    ]),
  );
  const assets = createAssets(readAssetFiles());
  return withBook({
    ...seeded,
    generation: 1,
    name: "Filmhouse",
    slogan: "",
    baseUrl: "https://films.example",
    frontPage: "/films",
    dateFormat: "d MMMM yyyy",
    language: "en",
    words: ENGLISH,
    types: new Map([["film", itemTypeOf("film", readSpec<TypeSpec>("packs/films/types/film.yaml"))]]),
    gathers: new Map(
      (["core/gathers/category", "films/gathers/films"] as const).map((path) => {
        const name = path.split("/")[2]!;
        return [name, { name, spec: readSpec<GatherSpec>(`packs/${path}.yaml`) }];
      }),
    ),
    roles: new Map([["anonymous", roleOf("anonymous", readSpec<RoleSpec>("packs/core/roles/anonymous.yaml"))]]),
    menus: new Map([["main", menuOf("main", readSpec<MenuSpec>("packs/films/menus/main.yaml"))]]),
    limits: [],
    variables: new Map(),
    formats,
    ...createFormatText(formats, { words: ENGLISH }, (fault) => {
      throw fault;
    }),
    assets,
    templates: createTemplates(readTemplateFiles(), assets, ENGLISH),
    ...more,
  });
}

/** The state of a visitor's request. */
export function visitorState(db: Db, site: Site, more: Partial<RequestState> = {}): RequestState {
  return stateOf(db, site, { user: ANONYMOUS, ...more });
}

function readSpec<Spec>(path: string): Spec {
  return parse(readFileSync(join(root, path), "utf8")) as Spec;
}

function filesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
  } catch {
    return [];
  }
}
