import * as json from "./json-writer";

/** A node of the render tree. The kernel turns it into HTML: text is escaped, attributes are checked. */
export class Element {
  private tagName: string | null = null;
  private textFormat: string | null = null;
  private classes: string | null = null;
  private position: i32 = 0;
  private attributeNames: string[] | null = null;
  private attributeValues: string[] | null = null;
  private children: Element[] | null = null;

  private constructor(
    private type: string,
    private value: string | null,
    private url: string | null,
  ) {}

  /** A box for other elements: a `div`, or another tag. */
  static container(tag: string | null = null): Element {
    const element = new Element("container", null, null);
    element.tagName = tag;
    return element;
  }

  /** Text in a tag. */
  static markup(tag: string, text: string): Element {
    const element = new Element("markup", text, null);
    element.tagName = tag;
    return element;
  }

  /** A link to a path of the site or to an address elsewhere. */
  static link(text: string, url: string): Element {
    return new Element("link", text, url);
  }

  /** A list; what is added to it are its entries. */
  static list(): Element {
    return new Element("item_list", null, null);
  }

  /** Whether nothing was added to it. */
  get isEmpty(): bool {
    return this.children === null;
  }

  /** Adds a class. */
  class(name: string): Element {
    const classes = this.classes;
    this.classes = classes === null ? name : classes + " " + name;
    return this;
  }

  /** Sets an attribute. */
  attr(name: string, value: string): Element {
    if (this.attributeNames === null) {
      this.attributeNames = [];
      this.attributeValues = [];
    }
    this.attributeNames!.push(name);
    this.attributeValues!.push(value);
    return this;
  }

  /** Where it stands among its siblings: lower comes first, 0 is usual. */
  weight(weight: i32): Element {
    this.position = weight;
    return this;
  }

  /** The text format that the text is filtered through, instead of being escaped. */
  format(name: string): Element {
    this.textFormat = name;
    return this;
  }

  /** Adds a child. */
  add(child: Element): Element {
    if (this.children === null) this.children = [];
    this.children!.push(child);
    return this;
  }

  write(): void {
    json.raw('{"#type":"');
    json.raw(this.type);
    json.raw('"');
    this.writeText(',"#tag":', this.tagName);
    this.writeText(',"#value":', this.value);
    this.writeText(',"#format":', this.textFormat);
    this.writeText(',"#url":', this.url);
    if (this.position != 0) {
      json.raw(',"#weight":');
      json.raw(this.position.toString());
    }
    if (this.classes !== null || this.attributeNames !== null) this.writeAttributes();
    const children = this.children;
    if (children !== null) {
      json.raw(',"#children":[');
      for (let at = 0; at < children.length; at++) {
        if (at > 0) json.raw(",");
        unchecked(children[at]).write();
      }
      json.raw("]");
    }
    json.raw("}");
  }

  // @ts-ignore: decorator
  @inline
  private writeText(key: string, text: string | null): void {
    if (text === null) return;
    json.raw(key);
    json.quoted(text);
  }

  private writeAttributes(): void {
    json.raw(',"#attributes":{');
    let separator = "";
    const classes = this.classes;
    if (classes !== null) {
      json.raw('"class":');
      json.quoted(classes);
      separator = ",";
    }
    const names = this.attributeNames;
    if (names !== null) {
      const values = this.attributeValues!;
      for (let at = 0; at < names.length; at++) {
        json.raw(separator);
        json.quoted(unchecked(names[at]));
        json.raw(":");
        json.quoted(unchecked(values[at]));
        separator = ",";
      }
    }
    json.raw("}");
  }
}
