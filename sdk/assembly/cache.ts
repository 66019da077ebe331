import { addressOf, liftOptionalString, RESULT } from "./abi";
import * as host from "./host/cache-api";
import { Json } from "./json";

/** Values that outlive the request, until a tag of theirs is invalidated or room is needed. They are kept apart by stage. */
export namespace cache {
  export function get(bin: string, key: string): string | null {
    host.get(addressOf(bin), bin.length, addressOf(key), key.length, RESULT);
    return liftOptionalString();
  }

  /** Keeps a value until one of `tags` is invalidated: `item:ID`, `type:film`, or one of the plugin's own. */
  export function set(bin: string, key: string, value: string, tags: string[]): void {
    const list = Json.list();
    for (let index = 0; index < tags.length; index++) list.add(tags[index]);
    const text = list.toString();
    host.set(
      addressOf(bin),
      bin.length,
      addressOf(key),
      key.length,
      addressOf(value),
      value.length,
      addressOf(text),
      text.length,
    );
  }

  export function invalidateTag(tag: string): void {
    host.invalidateTag(addressOf(tag), tag.length);
  }
}
