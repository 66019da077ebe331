import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Label, RenamedFrom } from "../../model/specs/common.ts";

export const RoleSpec = Type.Object(
  {
    label: Label,
    weight: Type.Optional(Type.Integer({ description: "Where it stands among roles; lower comes first. Default: 0." })),
    permissions: Type.Optional(
      Type.Array(Type.String(), { uniqueItems: true, description: "What its holders may do." }),
    ),
    all_permissions: Type.Optional(
      Type.Boolean({ description: "Its holders may do everything, also what comes later." }),
    ),
    owner: Type.Optional(
      Type.Union(
        [
          Type.Literal("site", { description: "All of it." }),
          Type.Object(
            { permissions: Type.Optional(Type.Literal("site", { description: "What its holders may do." })) },
            { additionalProperties: false, description: "These parts." },
          ),
        ],
        {
          description: "What administrators may change on the site: the pack gives its first value. Default: nothing.",
        },
      ),
    ),
    renamed_from: RenamedFrom,
  },
  { additionalProperties: false, description: "A role: a name for a set of permissions." },
);

export type RoleSpec = Static<typeof RoleSpec>;

export type Role = {
  readonly name: string;
  readonly label: string;
  readonly weight: number;
  readonly permissions: ReadonlySet<string>;
  readonly allPermissions: boolean;
};

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly role: { readonly spec: RoleSpec; readonly share: { readonly roles: ReadonlyMap<string, Role> } };
  }
}
