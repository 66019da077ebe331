import * as json from "./json-writer";

/** A page that the plugin serves: an address, its title, and the `@callback` that makes its content. */
export class Page {
  private permissionName: string | null = null;
  private parentPath: string | null = null;
  private seconds: i32 = -1;
  private dependsOn: string[] = [];
  private parameters: string[] = [];

  /** Parts of `path` in braces are handed to the callback by name, and may stand in the title: `/films/top/{year}`, `Films of {year}`. */
  constructor(
    private path: string,
    private title: string,
    private callback: string,
  ) {}

  /** Only who has it may see the page. */
  permission(name: string): Page {
    this.permissionName = name;
    return this;
  }

  /** The path of the page above it, for the breadcrumb. */
  parent(path: string): Page {
    this.parentPath = path;
    return this;
  }

  /** A parameter of the query that is handed to the callback by its name, where the visitor gave it: `?year=1999`. Others are not seen. */
  query(name: string): Page {
    this.parameters.push(name);
    return this;
  }

  /** A cache tag that the page depends on, beside those of what is loaded for it: `type:film`. */
  tag(name: string): Page {
    this.dependsOn.push(name);
    return this;
  }

  /** For how many seconds the page may be kept and served again. */
  maxAge(seconds: i32): Page {
    this.seconds = seconds;
    return this;
  }

  write(): void {
    json.raw('{"path":');
    json.quoted(this.path);
    json.raw(',"title":');
    json.quoted(this.title);
    json.raw(',"callback":');
    json.quoted(this.callback);
    this.writeText(',"permission":', this.permissionName);
    this.writeText(',"parent":', this.parentPath);
    this.writeList(',"tags":[', this.dependsOn);
    this.writeList(',"query":[', this.parameters);
    if (this.seconds >= 0) {
      json.raw(',"max_age":');
      json.integer(this.seconds);
    }
    json.raw("}");
  }

  private writeList(key: string, texts: string[]): void {
    if (texts.length == 0) return;
    json.raw(key);
    for (let at = 0; at < texts.length; at++) {
      if (at > 0) json.raw(",");
      json.quoted(texts[at]);
    }
    json.raw("]");
  }

  private writeText(key: string, text: string | null): void {
    if (text === null) return;
    json.raw(key);
    json.quoted(text);
  }
}
