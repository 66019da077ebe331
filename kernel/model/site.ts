import type { JsonObject } from "../base/json.ts";
import type { FormSpec } from "../kinds/form/form-spec.ts";
import type { FormatSpec } from "../kinds/format/format-spec.ts";
import type { GatherSpec } from "../kinds/gather/gather-spec.ts";
import type { ImportSpec } from "../kinds/import/import-spec.ts";
import type { LimitSpec } from "../kinds/limit/limit-spec.ts";
import type { MenuLink } from "../kinds/menu/menu-spec.ts";
import type { TableSpec } from "../kinds/plugin/plugin-spec.ts";
import type { RouteSpec } from "../kinds/route/route-spec.ts";
import type { FieldSpec, TypeSpec, ViewMode } from "../kinds/type/type-spec.ts";
import type { VocabularySpec } from "../kinds/vocabulary/vocabulary-spec.ts";

/** A content type as the snapshot holds it: what its spec leaves out is filled in. */
export type ItemType = {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly titleLabel: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly viewModes: ReadonlyMap<string, ViewMode>;
  readonly defaults: { readonly published: boolean; readonly promote: boolean; readonly sticky: boolean };
  readonly hasPage: boolean;
  /** True while values of some field are on their way from a previous key. */
  readonly isMoving?: boolean;
  readonly spec: TypeSpec;
};
export type Field = FieldSpec & {
  readonly name: string;
  /** The key under which items of the type hold the value still, until batches have moved it. Where it is there, it counts. */
  readonly previous?: PreviousKey;
};
export type PreviousKey = { readonly type: string; readonly key: string };
export type Vocabulary = { readonly id: string; readonly name: string; readonly spec: VocabularySpec };
export type Gather = { readonly name: string; readonly spec: GatherSpec };
export type Role = {
  readonly name: string;
  readonly label: string;
  readonly weight: number;
  readonly permissions: ReadonlySet<string>;
  readonly allPermissions: boolean;
};
export type Limit = LimitSpec & { readonly name: string };
export type Format = FormatSpec & { readonly name: string };
export type Menu = { readonly name: string; readonly label: string; readonly links: readonly MenuLink[] };
/** A form that a pack declares. */
export type SiteForm = FormSpec & { readonly name: string };
export type Import = ImportSpec & { readonly name: string; readonly pack: string };

/** What a plugin may do beyond its own tables and name space: what it requests, as far as the site grants it. */
export type PluginGrants = {
  readonly db: { readonly read: readonly string[]; readonly write: readonly string[] };
  readonly rawSql: "none" | "read" | "write";
  readonly queue: boolean;
  /** The plugins whose functions it may call. */
  readonly invoke: readonly string[];
};
export type SitePlugin = {
  readonly name: string;
  readonly version: string;
  readonly grants: PluginGrants;
  /** Its own tables, by the names that it uses; `pluginTable` is the name in the database. */
  readonly tables: { readonly [name: string]: TableSpec };
  /** The content types that it has a say about, who may do what with their items; none unless it implements `tap_item_access`. */
  readonly judges: readonly string[] | "all";
  /** The content types of whose items it says who may do what, by grants; null unless it implements `tap_item_grants`. */
  readonly givesGrants: {
    readonly types: readonly string[] | "all";
    /** What its grants are made with: they are made anew when this changes. */
    readonly signature: string;
    /** Whether all items have theirs. Until then each item is asked about. */
    readonly isBuilt: boolean;
  } | null;
  /** How long one of its calls may take. */
  readonly timeoutMs: number;
};

/** A page that a plugin serves, by its path. */
export type Route = RouteSpec & { readonly path: string };

/** A file that is served as it is, under an address that holds its hash. `content` is loaded once per generation. */
export type Asset = {
  readonly path: string;
  readonly url: string;
  readonly mediaType: string;
  readonly content: Buffer;
};

/** The templates of all layers, compiled. Names are without layer and ending: `item--film`, `page`, `gather`. */
export interface Templates {
  /** The first of `suggestions` that some layer has. @throws Fault `template.missing` */
  resolve(suggestions: readonly string[]): string;
  /** Renders the template `name` with `context` to HTML. @throws Fault `template.failed` */
  render(name: string, context: object): string;
}

/** The templates that enabled plugins bring, which elements use by name. */
export interface ThemedTemplates {
  /** The variables of a template, as they are when nobody gives them; undefined when no plugin brings one of that name. */
  variables(name: string): JsonObject | undefined;
  /** What the winning layer's template of that name makes of `context`; nothing, and a line in the log, when it fails. */
  render(name: string, context: object): string;
}

/** The name and looks that `config/site.yaml` gives. */
export type SiteIdentity = {
  readonly name: string;
  readonly slogan: string;
  readonly baseUrl: string;
  readonly frontPage: string;
  readonly dateFormat: string;
};

/** The frozen value that every request is answered from; one per generation. */
export type Site = SiteIdentity & {
  readonly generation: number;
  readonly types: ReadonlyMap<string, ItemType>;
  readonly vocabularies: ReadonlyMap<string, Vocabulary>;
  readonly gathers: ReadonlyMap<string, Gather>;
  readonly roles: ReadonlyMap<string, Role>;
  readonly limits: readonly Limit[];
  readonly formats: ReadonlyMap<string, Format>;
  readonly menus: ReadonlyMap<string, Menu>;
  readonly forms: ReadonlyMap<string, SiteForm>;
  readonly imports: ReadonlyMap<string, Import>;
  readonly variables: ReadonlyMap<string, string | number | boolean | null>;
  /** The enabled plugins. */
  readonly plugins: ReadonlyMap<string, SitePlugin>;
  /** The pages that plugins serve, by path. */
  readonly routes: ReadonlyMap<string, Route>;
  readonly templates: Templates;
  readonly themed: ThemedTemplates;
  /** Text as people typed it → safe HTML, by the name of a text format; escaped when there is no such format. */
  readonly formatText: (text: string, format: string) => string;
  /** By logical path: `css/site.css`. */
  readonly assets: ReadonlyMap<string, Asset>;
};
