import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "slonik";
import { parse } from "yaml";
import { SYSTEM } from "../../kernel/accounts/permissions.ts";
import { systemClock } from "../../kernel/base/clock.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import { createCache } from "../../kernel/cache/cache.ts";
import type { Import } from "../../kernel/kinds/import/import-spec.ts";
import type { Role } from "../../kernel/kinds/role/role-spec.ts";
import type { ItemType, TypeSpec } from "../../kernel/kinds/type/type-spec.ts";
import type { Vocabulary } from "../../kernel/kinds/vocabulary/vocabulary-spec.ts";
import type { Db } from "../../kernel/model/db.ts";
import { SILENT } from "../../kernel/model/log.ts";
import type { RequestState } from "../../kernel/model/request-state.ts";
import { NO_TAPS } from "../../kernel/model/request-state.ts";
import type { Site } from "../../kernel/model/site.ts";

const films = join(import.meta.dirname, "../../packs/films");

/** The declared spec of an object of the films pack. */
export function readFilmsSpec<Spec>(path: string): Spec {
  return parse(readFileSync(join(films, path), "utf8")) as Spec;
}

export function itemTypeOf(name: string, spec: TypeSpec): ItemType {
  return {
    name,
    label: spec.label,
    description: spec.description ?? "",
    titleLabel: spec.title_label ?? "Title",
    fields: new Map(Object.entries(spec.fields).map(([field, settings]) => [field, { ...settings, name: field }])),
    viewModes: new Map(),
    defaults: { published: spec.defaults?.status !== "unpublished", promote: false, sticky: false },
    hasPage: true,
    spec,
  };
}

export function roleOf(name: string, permissions: readonly string[]): Role {
  return { name, label: name, weight: 0, permissions: new Set(permissions), allPermissions: false };
}

export const filmsImport: Import = { ...readFilmsSpec<Import>("imports/films.yaml"), name: "films", pack: "films" };

/**
 * Puts the films pack's type and vocabulary, without tags, into the database, as an apply would. Returns what the
 * snapshot has of them.
 */
export async function seedFilms(db: Db, more: { readonly types?: readonly ItemType[] } = {}): Promise<Site> {
  const film = itemTypeOf("film", readFilmsSpec<TypeSpec>("types/film.yaml"));
  const genre: Vocabulary = { id: uuidv7(), name: "genre", spec: readFilmsSpec("vocabularies/genre.yaml") };
  const types = [film, ...(more.types ?? [])];
  for (const type of types) {
    await db.run(
      sql.unsafe`insert into item_type (type, label, settings) values (${type.name}, ${type.label}, '{"fields": {}}')`,
    );
  }
  await db.run(sql.unsafe`insert into category (id, machine_name, label) values (${genre.id}::uuid, 'genre', 'Genre')`);
  return {
    types: new Map(types.map((type) => [type.name, type])),
    vocabularies: new Map([["genre", genre]]),
    roles: new Map(),
    imports: new Map([["films", filmsImport]]),
  } as Partial<Site> as Site;
}

/** Puts a tag into a vocabulary; returns its id. */
export async function seedTag(
  db: Db,
  vocabulary: Vocabulary,
  label: string,
  parents: readonly string[] = [],
  weight = 0,
) {
  const id = uuidv7();
  await db.run(sql.unsafe`
    insert into category_tag (id, category_id, label, weight) values (${id}::uuid, ${vocabulary.id}::uuid, ${label}, ${weight})
  `);
  for (const parent of parents) {
    await db.run(
      sql.unsafe`insert into category_tag_hierarchy (tag_id, parent_id) values (${id}::uuid, ${parent}::uuid)`,
    );
  }
  return id;
}

/** The state of a command that the system runs on the live stage. */
export function stateOf(db: Db, site: Site, more: Partial<RequestState> = {}): RequestState {
  return {
    id: randomUUID(),
    site,
    user: SYSTEM,
    session: null,
    stage: "live",
    db,
    items: [],
    stores: new Map(),
    context: new Map(),
    profile: { started: 0, queries: 0, databaseMs: 0, taps: 0, tapMs: 0, tapFailures: 0 },
    cacheability: { tags: new Set(), contexts: new Set(), maxAge: Number.POSITIVE_INFINITY },
    signal: new AbortController().signal,
    cache: createCache({ maxBytes: 10_000_000, clock: systemClock, publish: async () => {} }),
    taps: NO_TAPS,
    log: SILENT,
    clock: systemClock,
    ...more,
  };
}
