import { addressOf, liftOptionalString, liftString, RESULT } from "./abi";
import * as host from "./host/item-api";

/** An item that the plugin was called with. Reading a field fetches that field alone. */
export class Item {
  constructor(private handle: i32) {}

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

  /** Whether the field has a value. */
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

  /** Whether the field holds true. */
  bool(field: string): bool {
    host.getFieldBool(this.handle, addressOf(field), field.length, RESULT);
    return load<u8>(RESULT) != 0 && load<u8>(RESULT, 1) != 0;
  }

  /** The stored JSON of the field, or null. */
  json(field: string): string | null {
    host.getFieldJson(this.handle, addressOf(field), field.length, RESULT);
    return liftOptionalString();
  }
}
