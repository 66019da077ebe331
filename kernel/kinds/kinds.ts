import type { KindName } from "../model/kind-types.ts";
import { asset } from "./asset/asset.ts";
import { form } from "./form/form.ts";
import { format } from "./format/format.ts";
import { gather } from "./gather/gather.ts";
import { importKind } from "./import/import.ts";
import type { Kind } from "./kind.ts";
import { limit } from "./limit/limit.ts";
import { menu } from "./menu/menu.ts";
import { pack } from "./pack/pack.ts";
import { plugin } from "./plugin/plugin.ts";
import { role } from "./role/role.ts";
import { route } from "./route/route.ts";
import { setting } from "./setting/setting.ts";
import { template } from "./template/template.ts";
import { type } from "./type/type.ts";
import { vocabulary } from "./vocabulary/vocabulary.ts";
import { words } from "./words/words.ts";

/** Every kind, those first that others refer to: an apply writes in this order and removes in the opposite one. */
export const KINDS: { readonly [Name in KindName]: Kind<Name> } = {
  pack,
  format,
  vocabulary,
  type,
  role,
  setting,
  gather,
  limit,
  menu,
  route,
  form,
  import: importKind,
  plugin,
  template,
  asset,
  words,
};

/** The kinds in that order. */
export const KINDS_IN_ORDER: readonly Kind[] = Object.values(KINDS);
export const KIND_NAMES: readonly KindName[] = KINDS_IN_ORDER.map(({ name }) => name);

/** True for the name of a kind that this release knows; what a later one has applied may be of others. */
export function isKind(name: string): name is KindName {
  return Object.hasOwn(KINDS, name);
}

/** The kind called `name`. */
export function kindOf(name: KindName): Kind {
  return KINDS[name];
}
