import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Description, Label, MACHINE_NAME, Path } from "./common.ts";
import { RequestsSpec } from "./plugin.ts";

const Name = Type.String({ pattern: MACHINE_NAME });

export const PackSpec = Type.Object(
  {
    name: Type.String({ pattern: MACHINE_NAME, description: "The name of its folder." }),
    version: Type.String({ pattern: "^\\d+\\.\\d+\\.\\d+", description: "A semantic version." }),
    description: Description,
    requires: Type.Optional(Type.Array(Name, { uniqueItems: true, description: "Packs that come before this one." })),
    plugins: Type.Optional(
      Type.Array(Name, { uniqueItems: true, description: "Plugins that the pack brings or uses." }),
    ),
  },
  { additionalProperties: false, description: "A pack: a folder of declared configuration." },
);

export const SiteSpec = Type.Object(
  {
    name: Label,
    slogan: Type.Optional(Type.String({ description: "A few words under the name." })),
    base_url: Type.String({
      pattern: "^https?://",
      description: "Where visitors find the site; every absolute link begins with it.",
    }),
    front_page: Path,
    theme: Type.Optional(
      Type.String({ pattern: "^[a-z][a-z0-9_-]*$", description: "The folder in themes/. Default: default." }),
    ),
    packs: Type.Array(Name, {
      minItems: 1,
      uniqueItems: true,
      description: "The packs, in order; `core` is always underneath.",
    }),
    reconcile: Type.Optional(
      Type.Unsafe<"apply" | "verify">({
        type: "string",
        enum: ["apply", "verify"],
        description:
          "Whether serving applies pending changes first (default in development), or refuses to start over them.",
      }),
    ),
    plugins: Type.Optional(
      Type.Record(
        Name,
        Type.Object(
          { grant: Type.Optional(RequestsSpec) },
          { additionalProperties: false, description: "A plugin on this site." },
        ),
        { description: "What each plugin is granted of its requests." },
      ),
    ),
    formats: Type.Optional(
      Type.Object(
        { date: Type.Optional(Type.String({ description: "How dates are shown: `d MMMM yyyy`." })) },
        { additionalProperties: false, description: "How values are shown all over the site." },
      ),
    ),
  },
  { additionalProperties: false, description: "The site: its name, address, packs and theme." },
);

export type PackSpec = Static<typeof PackSpec>;
export type SiteSpec = Static<typeof SiteSpec>;
