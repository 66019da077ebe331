import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Label, RenamedFrom } from "../../model/specs/common.ts";

const LinkFields = {
  label: Label,
  path: Type.String({ pattern: "^(/|https?://)", description: "A path of the site or a whole URL." }),
  weight: Type.Optional(Type.Integer({ description: "Lower comes first. Default: 0." })),
  permission: Type.Optional(Type.String({ description: "Who sees the link; without it, everyone does." })),
};

export const MenuLink = Type.Object(LinkFields, { additionalProperties: false });

export const MenuSpec = Type.Object(
  {
    label: Type.Optional(Label),
    links: Type.Optional(
      Type.Record(Type.String({ pattern: "^[a-z][a-z0-9_-]*$" }), MenuLink, {
        description: "The links, by a name of their own.",
      }),
    ),
    renamed_from: RenamedFrom,
  },
  { additionalProperties: false, description: "A menu: links in order of their weight." },
);

export type MenuLink = Static<typeof MenuLink>;
export type MenuSpec = Static<typeof MenuSpec>;

export type Menu = { readonly name: string; readonly label: string; readonly links: readonly MenuLink[] };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly menu: { readonly spec: MenuSpec; readonly share: { readonly menus: ReadonlyMap<string, Menu> } };
  }
}
