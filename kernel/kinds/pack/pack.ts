import { MACHINE_NAME } from "../../model/specs/common.ts";
import { fileKind } from "../file-kind.ts";
import type { Kind } from "../kind.ts";
import { InstalledPack } from "./pack-spec.ts";

/** A pack that comes from npm: which version is installed is a line of the plan, beside what that changes. */
export const pack: Kind<"pack"> = {
  ...fileKind("pack", MACHINE_NAME, InstalledPack),
  share: async () => ({}),
};
