import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";

export const InstalledPack = Type.Object(
  {
    package: Type.String({ description: "The npm package that it comes from." }),
    version: Type.String({ description: "The version that is installed." }),
  },
  { additionalProperties: false, description: "A pack from npm, as it is installed." },
);
export type InstalledPack = Static<typeof InstalledPack>;

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly pack: { readonly spec: InstalledPack; readonly share: object };
  }
}
