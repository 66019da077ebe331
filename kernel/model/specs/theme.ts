import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Description, HYPHENATED_NAME } from "./common.ts";

/**
 * A file of an npm package: `npm:@scope/package/files/font.woff2`. No segment begins with a dot, so it stays in the
 * package.
 */
export const NPM_ADDRESS = "^npm:(@[a-z0-9][a-z0-9._~-]*/)?[a-z0-9][a-z0-9._~-]*(/[A-Za-z0-9_@][A-Za-z0-9._@-]*)+$";

export const ThemeSpec = Type.Object(
  {
    name: Type.String({ pattern: HYPHENATED_NAME, description: "The name of its folder." }),
    description: Description,
    assets: Type.Optional(
      Type.Record(
        Type.String({ pattern: "^[A-Za-z0-9_][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*$" }),
        Type.String({
          pattern: NPM_ADDRESS,
          description: "A file of an npm package: `npm:@scope/package/files/font.woff2`.",
        }),
        { description: "Assets that are files of npm packages, by the path that they are served under." },
      ),
    ),
  },
  { additionalProperties: false, description: "A theme: templates and assets that lie over those of the packs." },
);

export type ThemeSpec = Static<typeof ThemeSpec>;
