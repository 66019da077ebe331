import * as json from "./json-writer";

/** A field of a content type that the plugin declares. */
export class Field {
  private isRequired: bool = false;
  private helpText: string | null = null;
  private vocabularyName: string | null = null;

  private constructor(
    readonly name: string,
    private type: string,
    private label: string,
  ) {}

  static text(name: string, label: string): Field {
    return new Field(name, "text", label);
  }

  static longText(name: string, label: string): Field {
    return new Field(name, "text_long", label);
  }

  static integer(name: string, label: string): Field {
    return new Field(name, "integer", label);
  }

  static decimal(name: string, label: string): Field {
    return new Field(name, "decimal", label);
  }

  static boolean(name: string, label: string): Field {
    return new Field(name, "boolean", label);
  }

  static date(name: string, label: string): Field {
    return new Field(name, "date", label);
  }

  /** Tags of a vocabulary. */
  static tag(name: string, label: string, vocabulary: string): Field {
    const field = new Field(name, "reference", label);
    field.vocabularyName = vocabulary;
    return field;
  }

  /** An item cannot be saved without it. */
  required(): Field {
    this.isRequired = true;
    return this;
  }

  /** A sentence for the editor. */
  help(text: string): Field {
    this.helpText = text;
    return this;
  }

  write(): void {
    json.quoted(this.name);
    json.raw(':{"type":');
    json.quoted(this.type);
    json.raw(',"label":');
    json.quoted(this.label);
    if (this.isRequired) json.raw(',"required":true');
    const help = this.helpText;
    if (help !== null) {
      json.raw(',"help":');
      json.quoted(help);
    }
    const vocabulary = this.vocabularyName;
    if (vocabulary !== null) {
      json.raw(',"target":"category_tag","vocabulary":');
      json.quoted(vocabulary);
    }
    json.raw("}");
  }
}

/** A content type that the plugin declares: it is planned and applied like those of the packs. */
export class ContentType {
  private text: string | null = null;
  private fields: Field[] = [];

  constructor(
    private name: string,
    private label: string,
  ) {}

  description(text: string): ContentType {
    this.text = text;
    return this;
  }

  field(field: Field): ContentType {
    this.fields.push(field);
    return this;
  }

  write(): void {
    json.raw('{"name":');
    json.quoted(this.name);
    json.raw(',"label":');
    json.quoted(this.label);
    const text = this.text;
    if (text !== null) {
      json.raw(',"description":');
      json.quoted(text);
    }
    json.raw(',"fields":{');
    for (let at = 0; at < this.fields.length; at++) {
      if (at > 0) json.raw(",");
      this.fields[at].write();
    }
    json.raw("}}");
  }
}
