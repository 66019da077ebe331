import { Json } from "./json";
import * as json from "./json-writer";

/** A template that the plugin brings: the file `templates/NAME.hbs` in its folder. Elements use it by name. */
export class Template {
  private variables: Json = Json.object();

  /** `name` begins with the name of the plugin and a hyphen. */
  constructor(private name: string) {}

  /** Declares a variable, and its value where an element gives none: text, a number, true or false, or JSON. */
  variable<T>(name: string, otherwise: T): Template {
    this.variables.set(name, otherwise);
    return this;
  }

  write(): void {
    json.raw('{"name":');
    json.quoted(this.name);
    json.raw(',"variables":');
    this.variables.write();
    json.raw("}");
  }
}
