import { sql } from "slonik";
import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import { deepFreeze } from "../base/json.ts";
import { readBuiltGrants } from "../content/grant-builds.ts";
import type { Asset } from "../kinds/asset/asset-spec.ts";
import type { FormSpec } from "../kinds/form/form-spec.ts";
import type { FormatSpec } from "../kinds/format/format-spec.ts";
import type { GatherSpec } from "../kinds/gather/gather-spec.ts";
import type { ImportSpec } from "../kinds/import/import-spec.ts";
import { kindOf } from "../kinds/kinds.ts";
import type { LimitSpec } from "../kinds/limit/limit-spec.ts";
import type { MenuSpec } from "../kinds/menu/menu-spec.ts";
import type { RoleSpec } from "../kinds/role/role-spec.ts";
import type { RouteSpec } from "../kinds/route/route-spec.ts";
import { siteBook } from "../kinds/site-book.ts";
import type { TemplateSpec, Templates } from "../kinds/template/template-spec.ts";
import { readFieldRewrites } from "../kinds/type/field-rewrites.ts";
import type { TypeSpec } from "../kinds/type/type-spec.ts";
import type { VocabularySpec } from "../kinds/vocabulary/vocabulary-spec.ts";
import type { Db } from "../model/db.ts";
import type { KindName } from "../model/kind-types.ts";
import type { Site, SiteIdentity } from "../model/site.ts";
import type { Words } from "../model/words.ts";
import { createFormatText } from "../render/format.ts";
import { createThemed } from "../render/themed.ts";
import type { Translation } from "../words/create-words.ts";
import { createWords, widening } from "../words/create-words.ts";
import type { AppliedPlugin } from "./resolve.ts";
import { itemTypeOf, menuOf, roleOf, sitePlugin } from "./resolve.ts";

/** What of a snapshot does not come from the tables: the site's own configuration and the files of the generation. */
export type SiteParts = {
  readonly identity: SiteIdentity;
  /** The templates, with these words. */
  templates(words: Words): Templates;
  readonly assets: ReadonlyMap<string, Asset>;
  /** Told when a template of a plugin fails. */
  onBrokenTemplate(fault: Fault): void;
};

/**
 * Builds the frozen snapshot of the newest generation. All tables are read at one instant, so that a concurrent apply is seen
 * whole or not at all.
 * @throws Fault `site.not_applied`
 */
export function readSite(db: Db, parts: SiteParts): Promise<Site> {
  return db.transaction(async (tx) => {
    await tx.run(sql.unsafe`set transaction isolation level repeatable read read only`);
    const generation = await readGeneration(tx);
    const types = await readKind<TypeSpec>(tx, "type");
    const rewrites = await readFieldRewrites(tx);
    const vocabularies = await readKind<VocabularySpec>(tx, "vocabulary");
    const vocabularyIds = await readPairs(tx, sql.unsafe`select machine_name as name, id as value from category`);
    const gathers = await readKind<GatherSpec>(tx, "gather");
    const roles = await readKind<RoleSpec>(tx, "role");
    const limits = await readKind<LimitSpec>(tx, "limit");
    const formats = mapped(await readKind<FormatSpec>(tx, "format"), (name, spec) => ({ ...spec, name }));
    const menus = await readKind<MenuSpec>(tx, "menu");
    const forms = await readKind<FormSpec>(tx, "form");
    const imports = await readKind<ImportSpec>(tx, "import");
    const packs = await readPairs(tx, sql.unsafe`select name, pack as value from pack_object where kind = 'import'`);
    const variables = await readVariables(tx);
    const plugins = await readKind<AppliedPlugin>(tx, "plugin");
    const built = await readBuiltGrants(tx);
    const words = createWords(parts.identity.language, await readTranslations(tx, parts.identity.language));
    const templates = parts.templates(words);
    const routes = await readRoutes(tx, plugins);
    return deepFreeze<Site>({
      ...parts.identity,
      generation,
      addresses: siteBook(
        [...declaring("gather", gathers), ...declaring("route", routes), ...declaring("form", forms)],
        parts.identity.frontPage,
      ),
      types: mapped(types, (name, spec) => itemTypeOf(name, spec, rewrites)),
      vocabularies: mapped(vocabularies, (name, spec) => ({ id: vocabularyIds.get(name)!, name, spec })),
      gathers: mapped(gathers, (name, spec) => ({ name, spec })),
      roles: mapped(roles, roleOf),
      limits: [...mapped(limits, (name, spec) => ({ ...spec, name })).values()],
      formats,
      formatText: createFormatText(formats),
      menus: mapped(menus, menuOf),
      forms: mapped(forms, (name, spec) => ({ ...spec, name })),
      imports: mapped(imports, (name, spec) => ({ ...spec, name, pack: packs.get(name) ?? "" })),
      variables,
      plugins: mapped(plugins, (name, spec) => sitePlugin(name, spec, built)),
      routes: mapped(routes, (path, spec) => ({ ...spec, path })),
      words,
      templates,
      themed: createThemed(templates, await readThemed(tx, plugins), parts.onBrokenTemplate),
      assets: parts.assets,
    });
  });
}

/** The variables of the templates that enabled plugins bring, by the template's own name. */
async function readThemed(db: Db, plugins: ReadonlyMap<string, unknown>): Promise<ReadonlyMap<string, JsonObject>> {
  const templates = [...(await readKind<TemplateSpec>(db, "template"))];
  return new Map(
    templates.flatMap(([name, { plugin, variables = {} }]): [string, JsonObject][] =>
      plugin !== undefined && plugins.has(plugin) ? [[name.slice(name.indexOf("/") + 1), variables as JsonObject]] : [],
    ),
  );
}

/** The pages of enabled plugins. */
async function readRoutes(db: Db, plugins: ReadonlyMap<string, unknown>): Promise<ReadonlyMap<string, RouteSpec>> {
  const routes = await readKind<RouteSpec>(db, "route");
  return new Map([...routes].filter(([, { plugin }]) => plugins.has(plugin)));
}

/** The variables of packs and of the site, and what plugins keep beyond a request, as `PLUGIN.NAME`. */
export async function readVariables(db: Db): Promise<Site["variables"]> {
  const settings = await readKind<{ value: string | number | boolean | null }>(db, "setting");
  const ofPlugins = await readPairs(
    db,
    sql.unsafe`select plugin || '.' || name as name, value from plugin_variable order by plugin, name`,
  );
  return new Map([...mapped(settings, (_, { value }) => value), ...ofPlugins]);
}

/** The sentences that packs bring in a language, then those of the wider one: `de-AT`, `de`. */
async function readTranslations(db: Db, language: string): Promise<readonly Translation[]> {
  const specs = await readKind<{ readonly [group: string]: { readonly [name: string]: string } }>(db, "words");
  return widening(language).flatMap((name) => {
    const spec = specs.get(name);
    if (spec === undefined) return [];
    const sentences = Object.entries(spec).flatMap(([group, named]) =>
      Object.entries(named).map(([sentence, text]) => [`${group}.${sentence}`, text] as const),
    );
    return [new Map(sentences)];
  });
}

/** The number of the newest generation. @throws Fault `site.not_applied` */
export async function readGeneration(db: Db): Promise<number> {
  const { generation } = await db.one<{ generation: number | null }>(
    sql.unsafe`select max(generation) as generation from pack_apply`,
  );
  if (generation !== null) return generation;
  throw new Fault("site.not_applied", "Nothing was ever applied to this database.", {
    hint: "Run `npx trovato apply`.",
  });
}

/** The live specs of a kind. What the tables hold was checked against the kind's schema when it was applied. */
async function readKind<Spec>(db: Db, kind: KindName): Promise<ReadonlyMap<string, Spec>> {
  return (await kindOf(kind).read(db)) as ReadonlyMap<string, JsonObject> as ReadonlyMap<string, Spec>;
}

async function readPairs(db: Db, query: ReturnType<typeof sql.unsafe>): Promise<ReadonlyMap<string, string>> {
  const rows = await db.many<{ name: string; value: string }>(query);
  return new Map(rows.map((row) => [row.name, row.value]));
}

function declaring(kind: KindName, specs: ReadonlyMap<string, object>) {
  return [...specs].map(([name, spec]) => ({ kind, name, spec: spec as JsonObject }));
}

/** A map of the same keys in alphabetical order, so that equal configuration makes equal snapshots. */
function mapped<Spec, Value>(
  specs: ReadonlyMap<string, Spec>,
  make: (name: string, spec: Spec) => Value,
): ReadonlyMap<string, Value> {
  return new Map([...specs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, spec]) => [name, make(name, spec)]));
}
