import { Json } from "./json";
import * as json from "./json-writer";

class Attribute {
  constructor(
    readonly name: string,
    readonly value: string,
  ) {}

  next: Attribute | null = null;
}

class Child {
  constructor(readonly element: Element) {}

  next: Child | null = null;
}

/** A node of the render tree. The kernel turns it into HTML: text is escaped, attributes are checked. */
export class Element {
  private tagName: string | null = null;
  private textFormat: string | null = null;
  private classes: string | null = null;
  private templateName: string | null = null;
  private variables: Json | null = null;
  private position: i32 = 0;
  // Lists, because most have one entry or two, and an array costs more than that.
  private firstAttribute: Attribute | null = null;
  private lastAttribute: Attribute | null = null;
  private firstChild: Child | null = null;
  private lastChild: Child | null = null;

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

  /** Makes an element from a template that a plugin declared with `theme`. */
  static template(name: string): Element {
    const element = new Element("template", null, null);
    element.templateName = name;
    element.variables = Json.object();
    return element;
  }

  /** Gives the template text, a number, true or false, another element, or JSON. Text is escaped there as everywhere. */
  variable<T>(name: string, value: T): Element {
    const variables = this.variables;
    if (variables === null) return this;
    if (isManaged<T>() && idof<T>() == idof<Element>()) variables.set(name, changetype<Element>(value).toJson());
    else variables.set(name, value);
    return this;
  }

  /** True while nothing was added to it. */
  get isEmpty(): bool {
    return this.firstChild === null;
  }

  /** Adds a class. */
  class(name: string): Element {
    const classes = this.classes;
    this.classes = classes === null ? name : classes + " " + name;
    return this;
  }

  /** Sets an attribute. */
  attr(name: string, value: string): Element {
    const attribute = new Attribute(name, value);
    const last = this.lastAttribute;
    if (last === null) this.firstAttribute = attribute;
    else last.next = attribute;
    this.lastAttribute = attribute;
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
    const entry = new Child(child);
    const last = this.lastChild;
    if (last === null) this.firstChild = entry;
    else last.next = entry;
    this.lastChild = entry;
    return this;
  }

  /** The element among the elements of `item_view_alter`. */
  toJson(): Json {
    json.begin();
    this.write();
    return Json.parse(json.text())!;
  }

  write(): void {
    json.raw('{"#type":"');
    json.raw(this.type);
    json.raw('"');
    this.writeText(',"#tag":', this.tagName);
    this.writeText(',"#value":', this.value);
    this.writeText(',"#format":', this.textFormat);
    this.writeText(',"#url":', this.url);
    const variables = this.variables;
    if (variables !== null) {
      this.writeText(',"#template":', this.templateName);
      json.raw(',"#variables":');
      variables.write();
    }
    if (this.position != 0) {
      json.raw(',"#weight":');
      json.integer(this.position);
    }
    if (this.classes !== null || this.firstAttribute !== null) this.writeAttributes();
    if (this.firstChild !== null) this.writeChildren();
    json.raw("}");
  }

  // @ts-ignore: decorator
  @inline
  private writeText(key: string, text: string | null): void {
    if (text === null) return;
    json.raw(key);
    json.quoted(text);
  }

  private writeChildren(): void {
    json.raw(',"#children":');
    let separator = "[";
    let child: Child | null = this.firstChild;
    while (child !== null) {
      json.raw(separator);
      child.element.write();
      separator = ",";
      child = child.next;
    }
    json.raw("]");
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
    let attribute: Attribute | null = this.firstAttribute;
    while (attribute !== null) {
      json.raw(separator);
      json.quoted(attribute.name);
      json.raw(":");
      json.quoted(attribute.value);
      separator = ",";
      attribute = attribute.next;
    }
    json.raw("}");
  }
}
