import { fileKind } from "../file-kind.ts";
import type { Kind } from "../kind.ts";
import { AssetSpec } from "./asset-spec.ts";

/** A static file of a layer. Its name is the owner of the layer and the path: `base/css/site.css`. */
export const asset: Kind<"asset"> = {
  ...fileKind("asset", "^[a-z][a-z0-9_-]*/[A-Za-z0-9_][A-Za-z0-9._/-]*$", AssetSpec),
  share: async ({ parts }) => ({ assets: parts.assets }),
};
