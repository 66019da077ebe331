import { Json } from "./json";

/** An item that was handed over whole: of a gather, or in a tap with `data_mode: full`. An `Item` costs less where only some of it is read. */
export class FullItem {
  constructor(readonly json: Json) {}

  get id(): string {
    return this.json.text("id");
  }

  /** The machine name of its content type. */
  get type(): string {
    return this.json.text("type");
  }

  get title(): string {
    return this.json.text("title");
  }

  get authorId(): string {
    return this.json.text("author_id");
  }

  get isPublished(): bool {
    return this.json.text("status") == "published";
  }

  /** Returns true when the field has a value. */
  has(field: string): bool {
    return !this.first(field).isNothing;
  }

  /** The text of the field, its first where it holds several; empty when it has none. */
  text(field: string): string {
    const value = this.first(field);
    return value.isNumber || value.isBoolean ? value.toString() : value.asText;
  }

  /** The whole number in the field; 0 when it has none. */
  int(field: string): i64 {
    return this.first(field).asInt;
  }

  /** The number in the field; 0 when it has none. */
  float(field: string): f64 {
    return this.first(field).asFloat;
  }

  /** Returns true when the field holds true. */
  bool(field: string): bool {
    return this.first(field).asBool;
  }

  /** The field as it is stored. */
  field(field: string): Json {
    return this.json.get("fields").get(field);
  }

  private first(field: string): Json {
    const stored = this.field(field);
    const single = stored.isList ? stored.at(0) : stored;
    if (single.has("value")) return single.get("value");
    return single.has("target_id") ? single.get("target_id") : single.get("file_id");
  }
}
