import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";

/** The spec of an object that is a file is the hash of its content, so that a change is a line of the plan. */
export const AssetSpec = Type.Object(
  { sha256: Type.String({ pattern: "^[0-9a-f]{64}$", description: "The hash of the content." }) },
  { additionalProperties: false, description: "A file that belongs to a generation." },
);
export type AssetSpec = Static<typeof AssetSpec>;

/** A file that is served as it is, under an address that holds its hash. `content` is loaded once per generation. */
export type Asset = {
  readonly path: string;
  readonly url: string;
  readonly mediaType: string;
  readonly content: Buffer;
};

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly asset: {
      readonly spec: AssetSpec;
      readonly share: {
        /** By logical path: `css/site.css`. */ readonly assets: ReadonlyMap<string, Asset>;
      };
    };
  }
}
