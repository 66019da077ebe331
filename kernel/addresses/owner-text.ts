import type { AddressOwner } from "../model/address.ts";

/** An owner in words: `display page of gather films`, `the kernel, sign-in`. */
export function ownerText({ kind, name, part }: AddressOwner): string {
  switch (kind) {
    case "kernel":
      return `the kernel, ${name}`;
    case "gather":
      return `display ${part} of gather ${name}`;
    case "route":
      return `plugin '${part}'`;
    default:
      return `${kind} ${name}`;
  }
}
