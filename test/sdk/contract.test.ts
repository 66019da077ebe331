import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { createHostFunctions } from "../../kernel/host/host-functions.ts";
import type { HostSignature } from "../../kernel/model/host-functions.ts";
import { HOST_INTERFACES } from "../../kernel/model/host-functions.ts";
import { ACCESS_RESULTS, FAILURE_CODES, LOG_LEVELS } from "../../kernel/model/plugin-answers.ts";
import type { TapContract } from "../../kernel/model/taps.ts";
import { TAPS } from "../../kernel/model/taps.ts";
import { HOST_IMPORTS, tapSignature } from "../../kernel/plugins/contract.ts";
import type { AuthorSignature } from "../../sdk/author-functions.ts";
import { AUTHOR_TAPS, glueOf, inFull } from "../../sdk/author-functions.ts";

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
  const found = [...body.matchAll(/([a-z-]+): func\(([^)]*)\)(?: -> ([^;]+))?;/g)].map(
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
  expect(wit).toContain(`enum access-result { ${ACCESS_RESULTS.join(", ")} }`);
  expect(wit).toContain(`${FAILURE_CODES.join(", ")},`);
});

test("the world imports every interface", () => {
  const world = blocks("world").find(([name]) => name === "plugin")![1];
  expect([...world.matchAll(/import ([a-z-]+);/g)].map(([, name]) => name)).toEqual(Object.keys(HOST_INTERFACES));
});

/** Worlds take plain types, or tools would not let one include two of them. */
function inPlainTypes(signature: string): string {
  return signature
    .replaceAll("item-handle", "s32")
    .replaceAll("access-result", "u8")
    .replaceAll("result<_, failure>", "result<_, tuple<u8, string>>")
    .replace(/\bjson\b/g, "string");
}

test("there is a world for every export of every tap, with its signature", () => {
  const worlds = new Map(blocks("world").map(([name, body]) => [name, /export ([^;]+);/.exec(body)?.[1]]));
  const contracts: readonly TapContract[] = Object.values(TAPS);
  const exports = contracts.flatMap((contract) => [contract, ...(contract.full === null ? [] : [contract.full])]);
  for (const { exportName, signature } of exports) expect(worlds.get(exportName)).toBe(inPlainTypes(signature));
  expect(worlds.size).toBe(exports.length + 1);
});

test("the kernel answers every function of the contract", () => {
  const names = (interfaces: object) =>
    Object.entries(interfaces).flatMap(([name, functions]) => Object.keys(functions).map((key) => `${name}.${key}`));
  expect(names(createHostFunctions()).sort()).toEqual(names(HOST_INTERFACES).sort());
});

/** Core types as the SDK writes them. */
const CORE: { readonly [type: string]: string } = {
  ...{ i32: "i32", usize: "i32", i64: "i64", u64: "i64", f64: "f64", void: "" },
};

/** `(a: usize, b: i64): void` of the SDK as a core signature. */
function coreSignature(parameters: string, result: string): string {
  const types = [...parameters.matchAll(/\w+: (\w+)/g)].map(([, type]) => CORE[type!]);
  return `(${types.join(", ")}) -> ${CORE[result] === "" ? "()" : CORE[result]}`;
}

test("the SDK binds every function of the contract, with its core signature", () => {
  const bound = readdirSync(join(sdk, "assembly/host")).flatMap((file) => {
    const text = readFileSync(join(sdk, "assembly/host", file), "utf8");
    const pattern = /@external\("([^"]+)", "([^"]+)"\)\s*export declare function \w+\(([^)]*)\): (\w+);/g;
    return [...text.matchAll(pattern)].map(([, module, key, parameters, result]): [string, string] => [
      `${module} ${key}`,
      coreSignature(parameters!, result!),
    ]);
  });
  expect(new Map(bound)).toEqual(HOST_IMPORTS);
});

test("the SDK has the cases of the enumerations in the order of the contract", () => {
  const casesOf = (file: string) => {
    const [, body] = /export enum \w+ \{([^}]+)\}/.exec(readFileSync(join(sdk, "assembly", file), "utf8"))!;
    return body!.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()]));
  };
  const inKebab = (name: string) => name.replace(/(?<=[a-z])([A-Z])/g, "-$1").toLowerCase();
  expect(casesOf("failure.ts").map(inKebab)).toEqual(FAILURE_CODES);
  expect(casesOf("access-result.ts").map(inKebab)).toEqual(ACCESS_RESULTS);
});

test("authors can implement every tap, and their functions become exports of its signature", () => {
  const contracts: { readonly [tap: string]: TapContract } = TAPS;
  expect(
    Object.keys(AUTHOR_TAPS)
      .map((name) => `tap_${name}`)
      .sort(),
  ).toEqual(Object.keys(TAPS).sort());
  for (const [name, signature] of Object.entries(AUTHOR_TAPS)) {
    const contract = contracts[`tap_${name}`]!;
    expect(glued(name, signature)).toBe(tapSignature(contract));
    const full = inFull(name, signature);
    if (contract.full !== null) expect(glued(name, full!)).toBe(tapSignature(contract.full));
  }
});

/** The core signature of what the transform generates. */
function glued(name: string, signature: AuthorSignature): string {
  const [, parameters, result] = /^export function \w+\(([^)]*)\): (\w+)/.exec(glueOf(name, name, signature))!;
  return coreSignature(parameters!, result!);
}
