import * as writer from "./json-writer";
import { JsonReader } from "./json-reader";

// @ts-ignore: decorator
@lazy
const NOTHING = new Json(JsonKind.Nothing, "null");

export const enum JsonKind {
  Nothing,
  Boolean,
  Number,
  Text,
  List,
  Object,
}

/**
 * A JSON value, read or under construction. What is not there reads as nothing: empty text, 0, false, an empty list; so a path of
 * `get`s needs no checks on its way.
 */
export class Json {
  private names: string[] | null = null;
  private values: Json[] | null = null;

  /** Of a number, `literal` is the number as it is written. */
  constructor(
    private kind: JsonKind,
    private literal: string,
  ) {}

  /** The value that `text` stands for; null when it is not JSON, or nested more than 64 deep. */
  static parse(text: string): Json | null {
    return new JsonReader(text).read();
  }

  static object(): Json {
    return new Json(JsonKind.Object, "");
  }

  static list(): Json {
    return new Json(JsonKind.List, "");
  }

  static get nothing(): Json {
    return NOTHING;
  }

  /** A text, a number, true or false as JSON. */
  static of<T>(value: T): Json {
    if (isString<T>()) return new Json(JsonKind.Text, changetype<string>(value));
    if (isBoolean<T>()) return new Json(JsonKind.Boolean, <bool>value ? "true" : "false");
    if (isInteger<T>()) return new Json(JsonKind.Number, value.toString());
    // JSON has no NaN and no infinity.
    if (isFloat<T>()) return isFinite(<f64>value) ? new Json(JsonKind.Number, value.toString()) : NOTHING;
    if (isManaged<T>() && idof<T>() == idof<Json>()) return changetype<Json>(value);
    return ERROR("A value is a string, a number, a bool or a Json here.");
  }

  /** Sets a member of an object: a text, a number, true or false, or another value. */
  set<T>(name: string, value: T): Json {
    this.put(name, Json.of<T>(value));
    return this;
  }

  /** Adds an entry to a list. */
  add<T>(value: T): Json {
    this.append(Json.of<T>(value));
    return this;
  }

  get isNothing(): bool {
    return this.kind == JsonKind.Nothing;
  }

  get isText(): bool {
    return this.kind == JsonKind.Text;
  }

  get isNumber(): bool {
    return this.kind == JsonKind.Number;
  }

  get isBoolean(): bool {
    return this.kind == JsonKind.Boolean;
  }

  get isList(): bool {
    return this.kind == JsonKind.List;
  }

  get isObject(): bool {
    return this.kind == JsonKind.Object;
  }

  /** This value as text; empty when it is no text. */
  get asText(): string {
    return this.kind == JsonKind.Text ? this.literal : "";
  }

  /** This value as a whole number, without its fraction; 0 when it is no number. */
  get asInt(): i64 {
    if (this.kind != JsonKind.Number) return 0;
    const literal = this.literal;
    const isWhole = !literal.includes(".") && !literal.includes("e") && !literal.includes("E");
    return isWhole ? I64.parseInt(literal) : <i64>F64.parseFloat(literal);
  }

  /** This value as a number; 0 when it is none. */
  get asFloat(): f64 {
    return this.kind == JsonKind.Number ? F64.parseFloat(this.literal) : 0;
  }

  get asBool(): bool {
    return this.kind == JsonKind.Boolean && this.literal == "true";
  }

  /** How many entries a list has, or members an object. */
  get length(): i32 {
    const values = this.values;
    return values === null ? 0 : values.length;
  }

  /** The entry of a list, or the value of an object, at `index`. */
  at(index: i32): Json {
    const values = this.values;
    return values !== null && index >= 0 && index < values.length ? unchecked(values[index]) : NOTHING;
  }

  /** The names of an object's members, in their order. */
  get keys(): string[] {
    const names = this.names;
    return names === null ? [] : names.slice(0);
  }

  /** Returns true when an object has the member, be its value null. */
  has(name: string): bool {
    return this.indexOf(name) >= 0;
  }

  /** The member of an object. */
  get(name: string): Json {
    return this.at(this.indexOf(name));
  }

  /** The member as text; empty when it is none. */
  text(name: string): string {
    return this.get(name).asText;
  }

  /** The member as a whole number; 0 when it is none. */
  int(name: string): i64 {
    return this.get(name).asInt;
  }

  /** The member as a number; 0 when it is none. */
  float(name: string): f64 {
    return this.get(name).asFloat;
  }

  /** The member as a bool; false when it is none. */
  bool(name: string): bool {
    return this.get(name).asBool;
  }

  toString(): string {
    writer.begin();
    this.write();
    return writer.text();
  }

  write(): void {
    if (this.kind == JsonKind.Text) writer.quoted(this.literal);
    else if (this.kind == JsonKind.List) this.writeEntries("[", "]");
    else if (this.kind == JsonKind.Object) this.writeEntries("{", "}");
    else writer.raw(this.literal);
  }

  private writeEntries(opening: string, closing: string): void {
    const names = this.names;
    writer.raw(opening);
    for (let index = 0; index < this.length; index++) {
      if (index > 0) writer.raw(",");
      if (names !== null) {
        writer.quoted(unchecked(names[index]));
        writer.raw(":");
      }
      this.at(index).write();
    }
    writer.raw(closing);
  }

  private put(name: string, value: Json): void {
    assert(this.kind == JsonKind.Object, "Only an object has members: start with Json.object().");
    const at = this.indexOf(name);
    if (at >= 0) {
      this.values![at] = value;
      return;
    }
    let names = this.names;
    if (names === null) {
      names = [];
      this.names = names;
    }
    names.push(name);
    this.push(value);
  }

  private append(value: Json): void {
    assert(this.kind == JsonKind.List, "Only a list has entries: start with Json.list().");
    this.push(value);
  }

  private push(value: Json): void {
    let values = this.values;
    if (values === null) {
      values = [];
      this.values = values;
    }
    values.push(value);
  }

  private indexOf(name: string): i32 {
    const names = this.names;
    return names === null ? -1 : names.indexOf(name);
  }
}
