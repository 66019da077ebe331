import { addressOf, RESULT } from "./abi";
import { FullItem } from "./full-item";
import * as host from "./host/item-api";
import { Json } from "./json";
import { liftJson } from "./json-result";
import { Result } from "./result";

/** A display of a gather, with what its page would find in the address. */
export class Gather {
  private given: Json = Json.object();
  private exposed: Json = Json.object();

  constructor(
    private name: string,
    private display: string,
  ) {}

  /** An argument of its path: `{genre}`. */
  argument(name: string, value: string): Gather {
    this.given.set(name, value);
    return this;
  }

  /** A value of an exposed filter, a sort or a page, as the address has it. */
  expose(name: string, value: string): Gather {
    this.exposed.set(name, value);
    return this;
  }

  /** The items, as the visitor may see them. */
  run(): Result<FullItem[]> {
    const name = this.name;
    const display = this.display;
    const input = Json.object().set("arguments", this.given).set("exposed", this.exposed).toString();
    host.gather(addressOf(name), name.length, addressOf(display), display.length, addressOf(input), input.length, RESULT);
    const found = liftJson();
    const failure = found.failure;
    if (failure !== null) return Result.failed<FullItem[]>(failure);
    const rows = found.value;
    const items: FullItem[] = [];
    for (let index = 0; index < rows.length; index++) items.push(new FullItem(rows.at(index)));
    return Result.of<FullItem[]>(items);
  }
}

/** A gather of the site: `gather("films", "page").argument("genre", "drama").run()`. */
export function gather(name: string, display: string): Gather {
  return new Gather(name, display);
}
