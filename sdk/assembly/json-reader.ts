import { Json, JsonKind } from "./json";

/** As deep as values may nest: the reader calls itself. */
const DEEPEST = 64;

/** Reads JSON as RFC 8259 has it. Text without escapes is cut out of the source, not copied unit by unit. */
export class JsonReader {
  private at: i32 = 0;
  private depth: i32 = 0;

  constructor(private source: string) {}

  /** The one value of the source, or null. */
  read(): Json | null {
    const value = this.value();
    this.skipSpace();
    return this.at == this.source.length ? value : null;
  }

  private value(): Json | null {
    this.skipSpace();
    const unit = this.peek();
    if (unit == 0x22) {
      const text = this.text();
      return text === null ? null : new Json(JsonKind.Text, text);
    }
    if (unit == 0x7b || unit == 0x5b) {
      if (this.depth == DEEPEST) return null;
      this.depth++;
      const nested = unit == 0x7b ? this.object() : this.list();
      this.depth--;
      return nested;
    }
    if (unit == 0x2d || isDigit(unit)) return this.number();
    if (this.takeWord("true")) return Json.of<bool>(true);
    if (this.takeWord("false")) return Json.of<bool>(false);
    return this.takeWord("null") ? Json.nothing : null;
  }

  private object(): Json | null {
    const object = Json.object();
    this.at++;
    this.skipSpace();
    if (this.take(0x7d)) return object;
    do {
      this.skipSpace();
      const name = this.peek() == 0x22 ? this.text() : null;
      this.skipSpace();
      if (name === null || !this.take(0x3a)) return null;
      const value = this.value();
      if (value === null) return null;
      object.set<Json>(name, value);
      this.skipSpace();
    } while (this.take(0x2c));
    return this.take(0x7d) ? object : null;
  }

  private list(): Json | null {
    const list = Json.list();
    this.at++;
    this.skipSpace();
    if (this.take(0x5d)) return list;
    do {
      const value = this.value();
      if (value === null) return null;
      list.add<Json>(value);
      this.skipSpace();
    } while (this.take(0x2c));
    return this.take(0x5d) ? list : null;
  }

  private number(): Json | null {
    const start = this.at;
    this.take(0x2d);
    if (!this.take(0x30) && !this.takeDigits()) return null;
    if (this.take(0x2e) && !this.takeDigits()) return null;
    if (this.take(0x65) || this.take(0x45)) {
      if (!this.take(0x2b)) this.take(0x2d);
      if (!this.takeDigits()) return null;
    }
    return new Json(JsonKind.Number, this.source.substring(start, this.at));
  }

  private text(): string | null {
    this.at++;
    let from = this.at;
    let text = "";
    while (this.at < this.source.length) {
      const unit = this.peek();
      if (unit < 0x20) return null;
      if (unit == 0x22) {
        text += this.source.substring(from, this.at);
        this.at++;
        return text;
      }
      if (unit != 0x5c) {
        this.at++;
        continue;
      }
      text += this.source.substring(from, this.at);
      const escaped = this.escape();
      if (escaped < 0) return null;
      text += String.fromCharCode(escaped);
      from = this.at;
    }
    return null;
  }

  /** The code unit that an escape stands for; -1 when there is no such escape. */
  private escape(): i32 {
    const letter = this.source.charCodeAt(this.at + 1);
    this.at += 2;
    if (letter == 0x75) return this.hexadecimal();
    const index = '"\\/bfnrt'.indexOf(String.fromCharCode(letter));
    return index < 0 ? -1 : '"\\/\b\f\n\r\t'.charCodeAt(index);
  }

  private hexadecimal(): i32 {
    let unit = 0;
    for (let digit = 0; digit < 4; digit++) {
      const value = "0123456789abcdef".indexOf(this.source.charAt(this.at++).toLowerCase());
      if (value < 0 || this.at > this.source.length) return -1;
      unit = (unit << 4) | value;
    }
    return unit;
  }

  private peek(): i32 {
    return this.at < this.source.length ? this.source.charCodeAt(this.at) : -1;
  }

  private take(unit: i32): bool {
    if (this.peek() != unit) return false;
    this.at++;
    return true;
  }

  private takeDigits(): bool {
    const start = this.at;
    while (isDigit(this.peek())) this.at++;
    return this.at > start;
  }

  private takeWord(word: string): bool {
    if (this.source.substr(this.at, word.length) != word) return false;
    this.at += word.length;
    return true;
  }

  private skipSpace(): void {
    while (this.at < this.source.length) {
      const unit = this.source.charCodeAt(this.at);
      if (unit != 0x20 && unit != 0x0a && unit != 0x0d && unit != 0x09) return;
      this.at++;
    }
  }
}

function isDigit(unit: i32): bool {
  return unit >= 0x30 && unit <= 0x39;
}
