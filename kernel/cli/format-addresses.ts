import { ownerText } from "../addresses/owner-text.ts";
import type { JsonObject } from "../base/json.ts";
import type { Address } from "../model/address.ts";
import { columns } from "./columns.ts";

/**
 * A line for each address: its path, its methods, who answers, the permission that it asks for, and where it was
 * declared.
 */
export function formatAddresses(addresses: readonly Address[], frontPage: string | undefined): string {
  const front = frontPage === undefined ? [] : [["/", "GET", `the front page, ${frontPage}`, "", ""]];
  const rows = sorted(addresses).map(({ pattern, methods, owner, permission, source }) => [
    pattern.text,
    methods.join(" "),
    ownerText(owner),
    permission ?? "",
    source === null ? "" : `${source.file}:${source.line}`,
  ]);
  return `${columns([...front, ...rows])}\n`;
}

/** The same for scripts. */
export function addressesToJson(addresses: readonly Address[], frontPage: string | undefined): JsonObject {
  return {
    format_version: "1.0",
    front_page: frontPage ?? null,
    addresses: sorted(addresses).map(({ pattern, methods, owner, permission, source }) => ({
      pattern: pattern.text,
      methods: [...methods],
      owner: { kind: owner.kind, name: owner.name, part: owner.part ?? null },
      permission,
      source: source === null ? null : { file: source.file, line: source.line, column: source.column },
    })),
  };
}

function sorted(addresses: readonly Address[]): readonly Address[] {
  return addresses.toSorted((left, right) => (left.pattern.text < right.pattern.text ? -1 : 1));
}
