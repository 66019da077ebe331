import { addressOf, liftText, RESULT } from "./abi";
import * as host from "./host/item-api";
import { Json } from "./json";
import { Result } from "./result";

/** An item that is not there yet. */
export class Draft {
  private item: Json = Json.object();
  private fields: Json = Json.object();

  constructor(type: string, title: string) {
    this.item.set("type", type).set("title", title);
  }

  /** It is saved without being shown. */
  unpublished(): Draft {
    this.item.set("status", "unpublished");
    return this;
  }

  /** Sets a field: a text, a number, true or false; anything else as `Value` makes it. */
  set<T>(field: string, value: T): Draft {
    const json = Json.of<T>(value);
    this.fields.set(field, json.isObject || json.isList ? json : Json.object().set("value", json));
    return this;
  }

  /** Saves it; gives its id. */
  create(): Result<string> {
    const text = this.item.set("fields", this.fields).toString();
    host.create(addressOf(text), text.length, RESULT);
    return liftText();
  }
}
