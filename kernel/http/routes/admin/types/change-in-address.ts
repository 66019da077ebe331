import { deflateRawSync, inflateRawSync } from "node:zlib";
import { pathTo } from "../../../../addresses/path-to.ts";
import { Fault } from "../../../../base/fault.ts";
import type { JsonObject } from "../../../../base/json.ts";
import { isObject } from "../../../../base/json.ts";

/** A content type as it is to be. */
export type TypeChange = { readonly name: string; readonly spec: JsonObject };

const PARAMETER = "change";
const MOST_BYTES = 256 * 1024;

/**
 * The address at which a change is looked at before it is written: the change is in it, so that it needs no place on
 * the server.
 */
export function planAddress({ name, spec }: TypeChange): string {
  const text = deflateRawSync(JSON.stringify([name, spec])).toString("base64url");
  return `${pathTo("type-plan")}?${PARAMETER}=${text}`;
}

/**
 * The change in an address, which anybody may have written: its spec is not checked yet. @throws Fault `http.not_found`
 */
export function changeIn(query: URLSearchParams): TypeChange {
  try {
    const packed = Buffer.from(query.get(PARAMETER) ?? "", "base64url");
    const value: unknown = JSON.parse(inflateRawSync(packed, { maxOutputLength: MOST_BYTES }).toString("utf8"));
    const [name, spec] = Array.isArray(value) ? value : [];
    if (typeof name === "string" && isObject(spec)) return { name, spec: spec as JsonObject };
  } catch {
    // What is no change is no page.
  }
  throw new Fault("http.not_found", "There is no change in this address.");
}
