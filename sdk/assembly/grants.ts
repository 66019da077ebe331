import * as json from "./json-writer";

/** Grant that `item_grants` gives an item: whoever holds the id in the realm may view, edit or delete it. */
export class ItemGrant {
  private constructor(
    private operation: string,
    private realm: string,
    private id: string,
  ) {}

  static view(realm: string, id: string): ItemGrant {
    return new ItemGrant("view", realm, id);
  }

  static edit(realm: string, id: string): ItemGrant {
    return new ItemGrant("edit", realm, id);
  }

  static delete(realm: string, id: string): ItemGrant {
    return new ItemGrant("delete", realm, id);
  }

  write(): void {
    json.raw('{"operation":');
    json.quoted(this.operation);
    json.raw(',"realm":');
    json.quoted(this.realm);
    json.raw(',"id":');
    json.quoted(this.id);
    json.raw("}");
  }
}

/** Grant that `user_grants` gives the visitor: they hold the id in the realm. */
export class UserGrant {
  constructor(
    private realm: string,
    private id: string,
  ) {}

  write(): void {
    json.raw('{"realm":');
    json.quoted(this.realm);
    json.raw(',"id":');
    json.quoted(this.id);
    json.raw("}");
  }
}
