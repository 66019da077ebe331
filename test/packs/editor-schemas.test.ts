import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { ValidateFunction } from "ajv";
import { Ajv } from "ajv";
import { readYaml } from "../../kernel/base/yaml.ts";
import { KINDS_IN_ORDER } from "../../kernel/kinds/kinds.ts";
import { editorSchemas } from "../../kernel/packs/editor-schemas.ts";
import { kernelRoot } from "../support/small-site.ts";

const ajv = new Ajv({ strict: false });
const validators = new Map(editorSchemas().map(({ name, schema }) => [name, ajv.compile(schema)]));
const validatorOf = (name: string): ValidateFunction => validators.get(name)!;
const read = (text: string) => readYaml(text, "a.yaml").value;

describe("the schemas for editors", () => {
  test("are there for every kind of file", () => {
    const declared = KINDS_IN_ORDER.filter(({ folder }) => folder !== null).map(({ name }) => name);
    expect([...validators.keys()].sort()).toEqual(
      [...declared, "site", "pack", "theme", "plugin", "tombstone", "setting"].sort(),
    );
  });

  test("accept every file of this repository that names them", () => {
    const files = ["config", "packs", "plugins"].flatMap((folder) =>
      readdirSync(join(kernelRoot, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
    );
    const named = files
      .filter((path) => path.endsWith(".yaml"))
      .map((path) => {
        const text = readFileSync(join(kernelRoot, path), "utf8");
        const name = /^# yaml-language-server: \$schema=\S*\/([a-z]+)\.schema\.json$/m.exec(text)?.[1];
        return { path, name, isValid: name !== undefined && validatorOf(name)(read(text)) };
      });
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter(({ isValid }) => !isValid)).toEqual([]);
  });

  test("ask less of a file that extends", () => {
    const type = validatorOf("type");
    expect(type(read("fields: {}\n"))).toBe(false);
    expect(type(read("extends: true\nfields: { field_a: ~, field_b: { required: true } }\n"))).toBe(true);
    expect(type(read("extends: true\nfeilds: {}\n"))).toBe(false);
    const gather = validatorOf("gather");
    expect(gather(read("extends: true\ndisplays: { page: { filters: { title: ~ }, empty: None. } }\n"))).toBe(true);
    expect(gather(read("extends: true\ndisplays: { page: { filter: {} } }\n"))).toBe(false);
    expect(validatorOf("vocabulary")(read("extends: true\ntags: { Drama: ~ }\n"))).toBe(true);
    expect(validatorOf("role")(read("extends: true\npermissions: { access content: ~, judge: true }\n"))).toBe(true);
  });

  test("say what each key means", () => {
    const { properties } = editorSchemas().find(({ name }) => name === "pack")!.schema as {
      properties: { requires: object };
    };
    expect(properties.requires).toMatchObject({ description: "Packs that come before this one." });
  });
});
