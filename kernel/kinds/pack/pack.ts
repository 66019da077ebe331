import { Type } from "@sinclair/typebox";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import { fileKind } from "../file-kind.ts";
import type { Kind } from "../kind.ts";

const InstalledPack = Type.Object(
  {
    package: Type.String({ description: "The npm package that it comes from." }),
    version: Type.String({ description: "The version that is installed." }),
  },
  { additionalProperties: false, description: "A pack from npm, as it is installed." },
);

/** A pack that comes from npm: which version is installed is a line of the plan, beside what that changes. */
export const pack: Kind = { ...fileKind("pack", MACHINE_NAME), schema: InstalledPack };
