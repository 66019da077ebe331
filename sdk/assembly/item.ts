import { addressOf, liftFailure, liftOptionalString, liftString, RESULT } from "./abi";
import { Failure } from "./failure";
import * as host from "./host/item-api";
import { Json } from "./json";
import { Result } from "./result";

/** An item of this request. Reading a field fetches that field alone; what is set is kept by `save`, or by the save that the tap is part of. */
export class Item {
  constructor(private handle: i32) {}

  /** The item with this id; null when there is none that the visitor may see. */
  static load(id: string): Result<Item | null> {
    host.load(addressOf(id), id.length, RESULT);
    const failure = liftFailure();
    if (failure !== null) return Result.failed<Item | null>(failure);
    return Result.of<Item | null>(load<u8>(RESULT, 4) == 0 ? null : new Item(load<i32>(RESULT, 8)));
  }

  get id(): string {
    host.getId(this.handle, RESULT);
    return liftString(RESULT);
  }

  /** The machine name of its content type. */
  get type(): string {
    host.getType(this.handle, RESULT);
    return liftString(RESULT);
  }

  get title(): string {
    host.getTitle(this.handle, RESULT);
    return liftString(RESULT);
  }

  get authorId(): string {
    host.getAuthorId(this.handle, RESULT);
    return liftString(RESULT);
  }

  get isPublished(): bool {
    return host.isPublished(this.handle) != 0;
  }

  /** Returns true when the field has a value. */
  has(field: string): bool {
    return host.hasField(this.handle, addressOf(field), field.length) != 0;
  }

  /** The text of the field, its first where it holds several; empty when it has none. */
  text(field: string): string {
    host.getFieldString(this.handle, addressOf(field), field.length, RESULT);
    const text = liftOptionalString();
    return text === null ? "" : text;
  }

  /** The whole number in the field; 0 when it has none. */
  int(field: string): i64 {
    host.getFieldInt(this.handle, addressOf(field), field.length, RESULT);
    return load<u8>(RESULT) == 0 ? 0 : load<i64>(RESULT, 8);
  }

  /** The number in the field; 0 when it has none. */
  float(field: string): f64 {
    host.getFieldFloat(this.handle, addressOf(field), field.length, RESULT);
    return load<u8>(RESULT) == 0 ? 0 : load<f64>(RESULT, 8);
  }

  /** Returns true when the field holds true. */
  bool(field: string): bool {
    host.getFieldBool(this.handle, addressOf(field), field.length, RESULT);
    return load<u8>(RESULT) != 0 && load<u8>(RESULT, 1) != 0;
  }

  /** The field as it is stored: `{"value": …}`, or a list of references or files. */
  field(field: string): Json {
    host.getFieldJson(this.handle, addressOf(field), field.length, RESULT);
    const text = liftOptionalString();
    if (text === null) return Json.nothing;
    const value = Json.parse(text);
    return value === null ? Json.nothing : value;
  }

  /** The ids of what the field refers to: tags, other items. */
  references(field: string): string[] {
    const stored = this.field(field);
    const ids: string[] = [];
    for (let index = 0; index < stored.length; index++) ids.push(stored.at(index).text("target_id"));
    return ids;
  }

  setTitle(title: string): Failure | null {
    host.setTitle(this.handle, addressOf(title), title.length, RESULT);
    return liftFailure();
  }

  setPublished(published: bool): Failure | null {
    host.setPublished(this.handle, published, RESULT);
    return liftFailure();
  }

  /** Sets a field: a text, a number, true or false; anything else as `Value` makes it. */
  set<T>(field: string, value: T): Failure | null {
    if (isString<T>()) {
      const text = changetype<string>(value);
      host.setFieldString(this.handle, addressOf(field), field.length, addressOf(text), text.length, RESULT);
    } else if (isBoolean<T>()) {
      host.setFieldBool(this.handle, addressOf(field), field.length, <i32>value, RESULT);
    } else if (isInteger<T>()) {
      host.setFieldInt(this.handle, addressOf(field), field.length, <i64>value, RESULT);
    } else if (isFloat<T>()) {
      host.setFieldFloat(this.handle, addressOf(field), field.length, <f64>value, RESULT);
    } else {
      const text = Json.of<T>(value).toString();
      host.setFieldJson(this.handle, addressOf(field), field.length, addressOf(text), text.length, RESULT);
    }
    return liftFailure();
  }

  /** Saves what was set, with a line for the history. */
  save(logMessage: string): Failure | null {
    host.save(this.handle, addressOf(logMessage), logMessage.length, RESULT);
    return liftFailure();
  }

  delete(): Failure | null {
    host.remove(this.handle, RESULT);
    return liftFailure();
  }
}
