import { Type } from "@sinclair/typebox";
import { MACHINE_NAME, Scalar } from "../../model/specs/common.ts";

export const SettingSpec = Type.Record(Type.String({ pattern: MACHINE_NAME }), Scalar, {
  description: "Variables and their first values.",
});
