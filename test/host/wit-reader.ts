/**
 * A reader of WIT, as far as our contract goes: packages, interfaces, worlds, functions, enums, records, type aliases,
 * generics.
 */
export type WitFunction = {
  readonly parameters: readonly (readonly [name: string, type: string])[];
  readonly result: string;
};
export type WitInterface = {
  readonly functions: ReadonlyMap<string, WitFunction>;
  readonly enums: ReadonlyMap<string, readonly string[]>;
  readonly records: ReadonlyMap<string, readonly (readonly [name: string, type: string])[]>;
  readonly aliases: ReadonlyMap<string, string>;
  readonly uses: readonly string[];
};
export type WitWorld = {
  readonly imports: readonly string[];
  readonly exports: ReadonlyMap<string, WitFunction>;
  readonly uses: readonly string[];
};
export type Wit = {
  readonly name: string;
  readonly interfaces: ReadonlyMap<string, WitInterface>;
  readonly worlds: ReadonlyMap<string, WitWorld>;
};

const TOKEN = /\s*(?:\/\/[^\n]*\n|(->|[a-zA-Z0-9%][\w-]*(?:\.\d+)*|[{}()<>,:;@./=_]))/gy;

/** Reads a whole file. Throws, with what stands there, at anything that the grammar does not have. */
export function readWit(text: string): Wit {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; text.slice(end).trim() !== ""; end = TOKEN.lastIndex) {
    const match = TOKEN.exec(text);
    if (match === null) throw new Error(`Not WIT: ${text.slice(end, end + 40)}`);
    if (match[1] !== undefined) tokens.push(match[1]);
  }
  let at = 0;
  const peek = () => tokens[at];
  const take = () => tokens[at++] ?? fail("the end");
  const fail = (found = peek() ?? "the end"): never => {
    throw new Error(`Not WIT: ${tokens.slice(Math.max(0, at - 6), at).join(" ")} » ${found}`);
  };
  const expectToken = (token: string) => (take() === token ? token : fail(`not ${token}`));
  const id = () => (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(peek() ?? "") ? take() : fail());
  const list = <Value>(open: string, close: string, read: () => Value): Value[] => {
    const values: Value[] = [];
    expectToken(open);
    while (peek() !== close) {
      values.push(read());
      if (peek() !== close) expectToken(",");
    }
    expectToken(close);
    return values;
  };
  const type = (): string => {
    if (peek() === "_") return take();
    const name = id();
    return peek() === "<" ? `${name}<${list("<", ">", type).join(", ")}>` : name;
  };
  const field = (): readonly [string, string] => {
    const name = id();
    expectToken(":");
    return [name, type()];
  };
  const func = (): WitFunction => {
    expectToken("func");
    const parameters = list("(", ")", field);
    if (peek() !== "->") return { parameters, result: "none" };
    take();
    return { parameters, result: type() };
  };
  const use = () => {
    const from = id();
    expectToken(".");
    const names = list("{", "}", id);
    expectToken(";");
    return names.map((name) => `${from}.${name}`);
  };
  const readInterface = (): WitInterface => {
    const functions = new Map<string, WitFunction>();
    const enums = new Map<string, readonly string[]>();
    const records = new Map<string, readonly (readonly [string, string])[]>();
    const aliases = new Map<string, string>();
    const uses: string[] = [];
    expectToken("{");
    while (peek() !== "}") {
      const word = id();
      if (word === "use") uses.push(...use());
      else if (word === "enum") enums.set(id(), list("{", "}", id));
      else if (word === "record") records.set(id(), list("{", "}", field));
      else if (word === "type") {
        const name = id();
        expectToken("=");
        aliases.set(name, type());
        expectToken(";");
      } else {
        expectToken(":");
        functions.set(word, func());
        expectToken(";");
      }
    }
    take();
    return { functions, enums, records, aliases, uses };
  };
  const readWorld = (): WitWorld => {
    const imports: string[] = [];
    const exports = new Map<string, WitFunction>();
    const uses: string[] = [];
    expectToken("{");
    while (peek() !== "}") {
      const word = id();
      if (word === "use") uses.push(...use());
      else if (word === "import") imports.push(id());
      else if (word === "export") {
        const name = id();
        expectToken(":");
        exports.set(name, func());
      } else fail(word);
      if (word !== "use") expectToken(";");
    }
    take();
    return { imports, exports, uses };
  };

  expectToken("package");
  let name = "";
  while (peek() !== ";") name += take();
  take();
  const interfaces = new Map<string, WitInterface>();
  const worlds = new Map<string, WitWorld>();
  while (at < tokens.length) {
    const word = id();
    if (word === "interface") interfaces.set(id(), readInterface());
    else if (word === "world") worlds.set(id(), readWorld());
    else fail(word);
  }
  return { name, interfaces, worlds };
}
