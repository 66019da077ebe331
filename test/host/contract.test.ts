import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { HostSignature } from "../../kernel/model/host-functions.ts";
import { HOST_INTERFACES, importModule } from "../../kernel/model/host-functions.ts";
import { ACCESS_RESULTS, FAILURE_CODES, LOG_LEVELS } from "../../kernel/model/plugin-answers.ts";
import type { TapExport, TapParameter, TapResult } from "../../kernel/model/taps.ts";
import { TAPS } from "../../kernel/model/taps.ts";
import { readWit } from "./wit-reader.ts";

const text = readFileSync(join(import.meta.dirname, "../../sdk/wit/kernel.wit"), "utf8");
const wit = readWit(text);
const types = wit.interfaces.get("types")!;
const tables = Object.entries(HOST_INTERFACES) as [string, { readonly [name: string]: HostSignature }][];

test("the package is the one that plugins import from", () => {
  expect(importModule("db")).toBe(wit.name.replace("@", "/db@"));
});

test("enums and the record of failures are those of the kernel", () => {
  expect(types.enums.get("failure-code")).toEqual(FAILURE_CODES);
  expect(types.enums.get("access-result")).toEqual(ACCESS_RESULTS);
  expect(types.enums.get("log-level")).toEqual(LOG_LEVELS);
  expect(types.records.get("failure")).toEqual([
    ["code", "failure-code"],
    ["detail", "string"],
  ]);
  expect(Object.fromEntries(types.aliases)).toEqual({ "item-handle": "s32", json: "string" });
});

test("there is no interface that the kernel does not answer, and none that it answers unsaid", () => {
  expect([...wit.interfaces.keys()]).toEqual(["types", ...Object.keys(HOST_INTERFACES)]);
  expect(wit.worlds.get("plugin")?.imports).toEqual(Object.keys(HOST_INTERFACES));
});

describe.each(tables)("%s", (name, functions) => {
  const declared = wit.interfaces.get(name)!;
  test.each(Object.entries(functions))("%s", (key, { parameters, result }) => {
    const found = declared.functions.get(key);
    expect(found?.parameters.map(([, type]) => type)).toEqual(parameters);
    expect(found?.result).toBe(result);
    expect(typeof createHostFunctions()[name as keyof typeof HOST_INTERFACES][key as never]).toBe("function");
  });

  test("has no function beside these, and every type that it names", () => {
    expect([...declared.functions.keys()]).toEqual(Object.keys(functions));
    const named = [...declared.functions.values()].flatMap(({ parameters, result }) => [
      ...parameters.map(([, type]) => type),
      ...result.split(/[<>, ]+/),
    ]);
    const own = new Set(["failure", "item-handle", "json", "log-level", "access-result"]);
    const needed = [...new Set(named.filter((type) => own.has(type)))].map((type) => `types.${type}`);
    expect([...declared.uses].sort()).toEqual(needed.sort());
  });
});

test("every tap has a world, also for items handed over whole, and no world is without a tap", () => {
  const expected = Object.values(TAPS).flatMap((contract): TapExport[] =>
    contract.full === null ? [contract] : [contract, contract.full],
  );
  const worlds = [...wit.worlds].filter(([name]) => name !== "plugin");
  expect(Object.fromEntries(worlds.map(([name, { exports }]) => [name, Object.fromEntries(exports)]))).toEqual(
    Object.fromEntries(
      expected.map(({ exportName, parameters, result }) => {
        const plain = parameters.map(([key, type]) => [key, PLAIN[type]]);
        return [exportName, { [exportName]: { parameters: plain, result: PLAIN[result] } }];
      }),
    ),
  );
  // Tools refuse a world that includes two which use the same name.
  expect(worlds.flatMap(([, { uses, imports }]) => [...uses, ...imports])).toEqual([]);
});

/** Types of taps in worlds: the same in memory, without a name. */
const PLAIN: { readonly [Type in TapParameter | TapResult]: string } = {
  none: "none",
  string: "string",
  json: "string",
  "item-handle": "s32",
  "access-result": "u8",
  "result<_, failure>": "result<_, tuple<u8, string>>",
};

test("what is not WIT is refused", () => {
  for (const broken of [
    "package a:b@1.0.0; interface x { f: func(a) -> string; }",
    "package a:b; world w { import }",
    "§",
  ]) {
    expect(() => readWit(broken)).toThrow("Not WIT");
  }
});
