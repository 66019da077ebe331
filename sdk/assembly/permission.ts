import * as json from "./json-writer";

/** Something that a role may be allowed to do. */
export class Permission {
  constructor(
    private name: string,
    private description: string,
  ) {}

  write(): void {
    json.raw('{"name":');
    json.quoted(this.name);
    json.raw(',"description":');
    json.quoted(this.description);
    json.raw("}");
  }
}
