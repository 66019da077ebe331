import { Fault } from "../../../../base/fault.ts";
import type { JsonObject } from "../../../../base/json.ts";
import { KINDS } from "../../../../kinds/kinds.ts";
import type { ItemType } from "../../../../kinds/type/type-spec.ts";
import type { DeclaredType } from "../../../../pages/admin/types/types-page.ts";
import type { SiteConfiguration } from "../../../http-services.ts";
import type { SessionExchange } from "../../route.ts";

/** A content type with the place of its declaration. */
export async function declaredType(configuration: SiteConfiguration, type: ItemType): Promise<DeclaredType> {
  const owners = await configuration.owners("type", type.name);
  return { type, place: owners === null ? null : `${owners.source.file}:${owners.source.line}` };
}

/** The type that an address names. @throws Fault `http.not_found` */
export function typeAt({ state, params }: SessionExchange): ItemType {
  const type = state.site.types.get(params["type"]!);
  if (type === undefined) throw new Fault("http.not_found", `There is no content type ${params["type"]}.`);
  return type;
}

/** The spec of a type as it is live, in its canonical form. @throws Fault `http.not_found` */
export async function liveSpec({ state }: SessionExchange, name: string): Promise<JsonObject> {
  const spec = (await KINDS.type.read(state.db)).get(name);
  if (spec === undefined) throw new Fault("http.not_found", `The content type ${name} is gone.`);
  return spec;
}
