import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { HostSignature } from "../../kernel/model/host-functions.ts";
import { HOST_INTERFACES, LOG_LEVELS } from "../../kernel/model/host-functions.ts";
import { TAPS } from "../../kernel/model/taps.ts";
import { HOST_IMPORTS, tapSignature } from "../../kernel/plugins/contract.ts";

const sdk = join(import.meta.dirname, "../../sdk");
const wit = readFileSync(join(sdk, "wit/kernel.wit"), "utf8").replace(/\/\/.*$/gm, "");

/** The interfaces and worlds of the contract with what stands in their braces. */
const blocks = (kind: string) =>
  wit
    .split(/^(?=interface |world )/m)
    .map((block) => new RegExp(`^${kind} ([a-z-]+) \\{(.*)\\}\\s*$`, "s").exec(block))
    .flatMap((found) => (found === null ? [] : [[found[1]!, found[2]!] as const]));

/** `name: func(a: t, …) -> r` as the table of host functions has it. */
function functionsOf(body: string): { readonly [name: string]: HostSignature } {
  const found = [...body.matchAll(/([a-z-]+): func\(([^)]*)\)(?: -> ([a-z0-9<>-]+))?;/g)].map(
    ([, name, parameters, result]) => {
      const types = parameters === "" ? [] : parameters!.split(",").map((parameter) => parameter.split(":")[1]!.trim());
      return [name!, { parameters: types, result: result ?? "none" } as HostSignature];
    },
  );
  return Object.fromEntries(found);
}

test("the contract declares exactly the functions that the kernel has", () => {
  const declared = blocks("interface")
    .filter(([name]) => name !== "types")
    .map(([name, body]) => [name, functionsOf(body)]);
  const table = Object.entries(HOST_INTERFACES).map(([name, functions]) => [
    name,
    Object.fromEntries(
      Object.entries(functions as { readonly [name: string]: HostSignature }).map(([key, { parameters, result }]) => [
        key,
        { parameters, result },
      ]),
    ),
  ]);
  expect(Object.fromEntries(declared)).toEqual(Object.fromEntries(table));
  expect(wit).toContain(`enum log-level { ${LOG_LEVELS.join(", ")} }`);
});

test("the world imports every interface", () => {
  const world = blocks("world").find(([name]) => name === "plugin")![1];
  expect([...world.matchAll(/import ([a-z-]+);/g)].map(([, name]) => name)).toEqual(Object.keys(HOST_INTERFACES));
});

test("there is a world for every tap, with its signature", () => {
  const worlds = new Map(blocks("world").map(([name, body]) => [name, /export ([^;]+);/.exec(body)?.[1]]));
  for (const { exportName, signature } of Object.values(TAPS)) expect(worlds.get(exportName)).toBe(signature);
  expect(worlds.size).toBe(Object.keys(TAPS).length + 1);
});

test("the kernel answers every function of the contract", () => {
  const made = Object.entries(createHostFunctions()).map(([name, functions]) => [name, Object.keys(functions)]);
  const declared = Object.entries(HOST_INTERFACES).map(([name, functions]) => [name, Object.keys(functions)]);
  expect(Object.fromEntries(made)).toEqual(Object.fromEntries(declared));
});

test("the SDK binds every function of the contract, with its core signature", () => {
  const bound = Object.keys(HOST_INTERFACES).flatMap((name) => {
    const text = readFileSync(join(sdk, `assembly/host/${name}.ts`), "utf8");
    const pattern = /@external\("([^"]+)", "([^"]+)"\)\s*export declare function \w+\(([^)]*)\): (\w+);/g;
    return [...text.matchAll(pattern)].map(([, module, key, parameters, result]): [string, string] => {
      const count = parameters === "" ? 0 : parameters!.split(",").length;
      const flat = Array.from({ length: count }, () => "i32").join(", ");
      return [`${module} ${key}`, `(${flat}) -> ${result === "void" ? "()" : result}`];
    });
  });
  expect(new Map(bound)).toEqual(HOST_IMPORTS);
});

test("the core signatures of taps are those of the canonical ABI", () => {
  expect(Object.values(TAPS).map((contract) => [contract.exportName, tapSignature(contract)])).toEqual([
    ["tap-item-view", "(i32) -> i32"],
    ["tap-item-info", "() -> i32"],
    ["tap-perm", "() -> i32"],
  ]);
});
