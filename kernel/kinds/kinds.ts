import type { KindName } from "../model/desired.ts";
import { asset } from "./asset.ts";
import { form } from "./form.ts";
import { format } from "./format.ts";
import { gather } from "./gather.ts";
import { importKind } from "./import.ts";
import type { Kind } from "./kind.ts";
import { limit } from "./limit.ts";
import { menu } from "./menu.ts";
import { pack } from "./pack.ts";
import { plugin } from "./plugin.ts";
import { role } from "./role.ts";
import { route } from "./route.ts";
import { setting } from "./setting.ts";
import { template } from "./template.ts";
import { type } from "./type.ts";
import { vocabulary } from "./vocabulary.ts";

/** Every kind, those first that others refer to: an apply writes in this order and removes in the opposite one. */
export const KINDS: readonly Kind[] = [
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
  importKind,
  plugin,
  template,
  asset,
];

const byName = new Map(KINDS.map((kind) => [kind.name, kind]));

/** The kind called `name`. */
export function kindOf(name: KindName): Kind {
  return byName.get(name)!;
}
