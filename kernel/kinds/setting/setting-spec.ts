import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { MACHINE_NAME, Scalar } from "../../model/specs/common.ts";

export const SettingSpec = Type.Record(Type.String({ pattern: MACHINE_NAME }), Scalar, {
  description: "Variables and their first values.",
});

export type SettingValue = Static<typeof Scalar>;

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly setting: {
      readonly spec: { readonly value: SettingValue };
      readonly share: { readonly variables: ReadonlyMap<string, SettingValue> };
    };
  }
}
