import type { JsonObject } from "../../base/json.ts";
import { kindOf } from "../../kinds/kinds.ts";
import type { DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import { namesIn } from "../../model/part-address.ts";
import type { Plan } from "../../model/plan.ts";
import { leavesOf, leavesToSpec, pathText } from "../compare/leaves.ts";

/** Names of today, by the address of then. */
export type NamesSince = ReadonlyMap<string, string>;

/** Follows the renames of `plans`, which were applied one after the other. */
export function namesThen(plans: readonly Plan[]): NamesSince {
  const now = new Map<string, string>();
  for (const { changes } of plans) {
    const renames = changes.filter(({ action, previousAddress }) => action === "rename" && previousAddress !== null);
    const isTaken = (address: string, index: number) =>
      renames.slice(index + 1).some(({ previousAddress }) => previousAddress === address);
    // In an exchange a name is taken before it is free.
    const steps = renames.map(({ address }, index) => (isTaken(address, index) ? `${address}~` : address));
    renames.forEach(({ previousAddress }, index) => {
      follow(now, previousAddress!, steps[index]!);
    });
    renames.forEach(({ address }, index) => {
      if (steps[index] !== address) follow(now, steps[index]!, address);
    });
  }
  return new Map([...now].filter(([then, address]) => then !== address));
}

function follow(now: Map<string, string>, from: string, to: string): void {
  const then = addressThen(now, from);
  for (const [old, address] of now) {
    if (address.startsWith(`${from}.`)) now.set(old, `${to}${address.slice(from.length)}`);
  }
  now.set(then, to);
}

/** The address that `address` had at first: its own rename, or that of the object that it is a part of. */
function addressThen(now: NamesSince, address: string): string {
  for (const [old, current] of now) {
    if (current === address) return old;
  }
  for (const [old, current] of now) {
    if (address.startsWith(`${current}.`)) return `${old}${address.slice(current.length)}`;
  }
  return address;
}

/** The objects, each part that is called otherwise now saying so: a rename in the other direction. */
export function withRenames(objects: readonly DesiredObject[], names: NamesSince): readonly DesiredObject[] {
  if (names.size === 0) return objects;
  return objects.map((object) => {
    const address = addressOf(object.kind, object.name);
    const parts = [...names].filter(([then]) => then === address || then.startsWith(`${address}.`));
    return parts.length === 0 ? object : { ...object, spec: withRenamedFrom(object, address, parts) };
  });
}

function withRenamedFrom(
  { kind, spec }: DesiredObject,
  address: string,
  parts: readonly (readonly [string, string])[],
): JsonObject {
  const shape = kindOf(kind);
  const leaves = new Map(leavesOf(shape, spec));
  const paths = new Map(
    [...leaves.values()].flatMap(({ path }) =>
      path.map((_, index) => [pathText(path.slice(0, index + 1)), path.slice(0, index + 1)] as const),
    ),
  );
  for (const [then, current] of parts) {
    const path = then === address ? [] : paths.get(then.slice(address.length + 1));
    if (path === undefined) continue;
    const at = [...path, "renamed_from"];
    leaves.set(pathText(at), { path: at, at, value: nameNow(then, current), isOrder: false });
  }
  return leavesToSpec(shape, leaves);
}

/** Returns the name that a part has now; for a tag that stands elsewhere now, the whole way to it. */
function nameNow(then: string, current: string): string {
  const [before, now] = [namesIn(then), namesIn(current)];
  const isMoved = before.length !== now.length || before.slice(2, -1).some((name, index) => name !== now[index + 2]);
  return isMoved ? now.filter((_, index) => index > 2 && index % 2 === 1).join(" > ") : now.at(-1)!;
}
