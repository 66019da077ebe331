import { authorProblem } from "../accounts/authors.ts";
import { Fault } from "../base/fault.ts";
import { NIL_UUID } from "../base/ids.ts";
import type { Json, JsonObject } from "../base/json.ts";
import { canonicalJson, isObject, sha256 } from "../base/json.ts";
import { foldLabel } from "../categories/create.ts";
import { mostValues } from "../fields/cardinality.ts";
import { vocabularyOf } from "../fields/field-types.ts";
import { fromJson, titleFromJson } from "../fields/parse.ts";
import type { Import, ImportMapping } from "../kinds/import/import-spec.ts";
import type { Field, ItemType } from "../kinds/type/type-spec.ts";
import type { FieldValue, ItemDraft } from "../model/item.ts";
import type { Site } from "../model/site.ts";
import type { Problem } from "../words/problem.ts";
import { englishProblem, wrong } from "../words/problem.ts";

/** The tags of a field, by label; which ids they have shows itself when the record is saved. */
export type FieldLabels = {
  readonly field: string;
  readonly vocabulary: string;
  readonly labels: readonly string[];
  /** Makes tags that are not there. */
  readonly create: boolean;
};

/** The name of an author, and whether an account is made where there is none. */
export type RecordAuthor = { readonly name: string; readonly create: boolean };

/** Draft of an item from a record. Where the draft refers to tags, it only says how many. */
export type MappedRecord = {
  readonly draft: ItemDraft;
  readonly tags: readonly FieldLabels[];
  /** Whose item it is; null where the import does not say, or the record has none. */
  readonly author: RecordAuthor | null;
  /** Equal for records that would become the same item. */
  readonly hash: string;
};
export type Mapped = MappedRecord | { readonly title: string | null; readonly problems: readonly string[] };

/**
 * Creates the mapper from records of an import to items: a pure function, checked against the type once.
 * @throws Fault `type.unknown_type`, `import.unknown_field`
 */
export function createMapper(site: Site, spec: Import): (record: JsonObject) => Mapped {
  const type = site.types.get(spec.target.type);
  if (type === undefined) {
    throw new Fault(
      "type.unknown_type",
      `Import ${spec.name} makes items of ${spec.target.type}, which is no content type.`,
    );
  }
  const { title, ...others } = spec.map;
  const { author, ...fieldsOnly } = others;
  // A field of that name is a field.
  const by = type.fields.has("author") ? undefined : author;
  const mapped = by === undefined ? others : fieldsOnly;
  const steps = [
    (record: JsonObject, result: Collected) => mapTitle(type, title ?? {}, record, result),
    ...(by === undefined ? [] : [(record: JsonObject, result: Collected) => mapAuthor(by, record, result)]),
    ...Object.entries(mapped).map(([name, mapping]) => createStep(spec, type, name, mapping)),
    ...unmappedSteps(type, mapped),
  ];
  const published = spec.target.status === undefined ? undefined : spec.target.status === "published";

  return (record) => {
    const result: Collected = { title: null, fields: {}, tags: [], author: null, problems: [] };
    for (const step of steps) step(record, result);
    const { title: text, fields, tags, author: writer, problems } = result;
    if (problems.length > 0 || text === null) return { title: text, problems };
    const draft = { type: type.name, title: text, published, fields };
    const content = writer === null ? [draft, tags] : [draft, tags, writer.name];
    return { draft, tags, author: writer, hash: sha256(canonicalJson(content)) };
  };
}

type Collected = {
  title: string | null;
  readonly fields: { [name: string]: FieldValue | null };
  readonly tags: FieldLabels[];
  author: RecordAuthor | null;
  readonly problems: string[];
};
type Step = (record: JsonObject, result: Collected) => void;

function mapTitle(type: ItemType, mapping: ImportMapping, record: JsonObject, result: Collected): void {
  const raw = rawValue(mapping, record);
  const parsed = titleFromJson(raw);
  if ("problem" in parsed) result.problems.push(`${englishProblem(parsed.problem, type.titleLabel)}: ${quote(raw)}`);
  else if (parsed.value === null) result.problems.push(`${type.titleLabel} is required`);
  else result.title = parsed.value;
}

/** `author` in a map is who wrote the item. */
function mapAuthor(mapping: ImportMapping, record: JsonObject, result: Collected): void {
  const raw = rawValue(mapping, record);
  const name = raw === null ? "" : String(raw).trim();
  const problem = name === "" ? (mapping.required ? wrong("required") : null) : authorProblem(name);
  if (problem !== null) result.problems.push(`${englishProblem(problem, "Author")}: ${quote(raw)}`);
  else if (name !== "") result.author = { name, create: mapping.create ?? false };
}

function createStep(spec: Import, type: ItemType, name: string, mapping: ImportMapping): Step {
  const field = type.fields.get(name);
  if (field === undefined) {
    const message = `Import ${spec.name} maps to ${name}, which type ${type.name} does not have.`;
    throw new Fault("import.unknown_field", message);
  }
  const map = vocabularyOf(field) === null ? mapValue : mapLabels;
  const isRequired = mapping.required === true || field.required === true;
  return (record, result) => {
    const raw = rawValue(mapping, record);
    const problem = map(field, mapping, raw, result);
    if (problem !== null) result.problems.push(`${englishProblem(problem, field.label)}: ${quote(raw)}`);
    else if (isRequired && result.fields[name] === null) result.problems.push(`${field.label} is required`);
  };
}

/**
 * Lists what is missing in every record: the type requires it, the import does not give it, and no default fills it.
 */
function unmappedSteps(type: ItemType, map: Import["map"]): readonly Step[] {
  return [...type.fields.values()]
    .filter((field) => field.required === true && field.default === undefined && !(field.name in map))
    .map((field) => (_record, result) => void result.problems.push(`${field.label} is required`));
}

type MapField = (field: Field, mapping: ImportMapping, raw: Json, result: Collected) => Problem | null;

const mapValue: MapField = (field, { date, split, latest_year: latestYear }, raw, result) => {
  const parsed = fromJson(raw, field, { date, split, latestYear });
  if ("problem" in parsed) return parsed.problem;
  result.fields[field.name] = parsed.value;
  return null;
};

const mapLabels: MapField = (field, { split, create = true }, raw, result) => {
  const labels = labelsIn(raw, split);
  if (labels.length > mostValues(field)) return wrong("more_values", { most: mostValues(field) });
  const reference = { target_id: NIL_UUID, target_type: "category_tag" } as const;
  result.fields[field.name] = labels.length === 0 ? null : labels.map(() => reference);
  if (labels.length > 0) result.tags.push({ field: field.name, vocabulary: vocabularyOf(field)!, labels, create });
  return null;
};

/** The labels in a raw value, each once: upper and lower case are the same. */
function labelsIn(raw: Json, split: string | undefined): readonly string[] {
  const parts = typeof raw === "string" && split !== undefined ? raw.split(split) : Array.isArray(raw) ? raw : [raw];
  const labels = new Map<string, string>();
  for (const part of parts) {
    const label = part === null ? "" : String(part).trim();
    if (label !== "" && !labels.has(foldLabel(label))) labels.set(foldLabel(label), label);
  }
  return [...labels.values()];
}

function rawValue(mapping: ImportMapping, record: JsonObject): Json {
  const found = mapping.from === undefined ? undefined : valueAt(record, mapping.from);
  return found ?? mapping.value ?? null;
}

/** The value at a key, or else at a path of keys with dots between them. */
export function valueAt(record: JsonObject, path: string): Json | undefined {
  if (Object.hasOwn(record, path)) return record[path];
  let value: unknown = record;
  for (const key of path.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value as Json;
}

function quote(raw: Json): string {
  const text = JSON.stringify(raw);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
