import type { Static, TSchema } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { RequestsSpec } from "../../kinds/plugin/plugin-spec.ts";
import { AccountsSpec, MailSpec } from "./accounts.ts";
import { Description, LANGUAGE_NAME, Label, MACHINE_NAME, Path } from "./common.ts";

const Name = Type.String({ pattern: MACHINE_NAME });

/** A pack in an npm package: `npm:trovato-pack-events`, `npm:@scope/pack`. */
export const NPM_PACK = "^npm:(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*$";

const PackPlugin = Type.Union([
  Name,
  Type.Object(
    {
      name: Type.String({ pattern: MACHINE_NAME, description: "The folder in plugins/." }),
      sha256: Type.String({
        pattern: "^[0-9a-f]{64}$",
        description: "The SHA-256 of its module, in hexadecimal: any other module is refused.",
      }),
    },
    { additionalProperties: false, description: "A plugin whose module must be this very one." },
  ),
]);

function sitePack<Leave extends TSchema>(leave: Leave) {
  return Type.Union([
    Type.String({ pattern: MACHINE_NAME }),
    Type.String({ pattern: NPM_PACK, examples: ["npm:trovato-pack-events"] }),
    Type.Object(
      {
        name: Type.String({
          pattern: `${MACHINE_NAME}|${NPM_PACK}`,
          description: "The folder in packs/, or `npm:` and the name of a package.",
        }),
        allow: Type.Optional(
          Type.Array(leave, {
            uniqueItems: true,
            description: "What a pack from npm may declare beyond content and its looks.",
          }),
        ),
      },
      { additionalProperties: false, description: "A pack, and what it may do." },
    ),
  ]);
}

export const PackSpec = Type.Object(
  {
    name: Type.String({ pattern: MACHINE_NAME, description: "The name of its folder." }),
    version: Type.String({ pattern: "^\\d+\\.\\d+\\.\\d+", description: "A semantic version." }),
    description: Description,
    requires: Type.Optional(Type.Array(Name, { uniqueItems: true, description: "Packs that come before this one." })),
    plugins: Type.Optional(
      Type.Array(PackPlugin, { uniqueItems: true, description: "Plugins that the pack brings or uses." }),
    ),
  },
  { additionalProperties: false, description: "A pack: a folder of declared configuration." },
);

/**
 * The schema of `config/site.yaml`. What can be allowed a pack from npm, the kinds say, on a floor above: reading it
 * takes any word, and what reads packs checks that there is such a thing.
 */
export function siteSpec<Leave extends TSchema>(leave: Leave) {
  return Type.Object(
    {
      name: Label,
      slogan: Type.Optional(Type.String({ description: "A few words under the name." })),
      base_url: Type.String({
        pattern: "^https?://",
        description: "Where visitors find the site; every absolute link begins with it.",
      }),
      front_page: Path,
      language: Type.Optional(
        Type.String({
          pattern: LANGUAGE_NAME,
          description: "What the site speaks: `de`, `pt-BR`. Its sentences come from `words/` of packs. Default: en.",
        }),
      ),
      theme: Type.Optional(
        Type.String({ pattern: "^[a-z][a-z0-9_-]*$", description: "The folder in themes/. Default: default." }),
      ),
      packs: Type.Array(sitePack(leave), {
        minItems: 1,
        uniqueItems: true,
        description:
          "The packs, in order; `core` is always underneath. A pack is a folder in packs/, or comes from npm (`npm:NAME`).",
      }),
      reconcile: Type.Optional(
        Type.Unsafe<"apply" | "verify">({
          type: "string",
          enum: ["apply", "verify"],
          description:
            "Whether serving applies pending changes first (default in development), or refuses to start over them.",
        }),
      ),
      config: Type.Optional(
        Type.Object(
          {
            locked: Type.Optional(
              Type.Boolean({
                description:
                  "Whether pages of the administration may change no configuration, only files may. Default: true in production.",
              }),
            ),
          },
          { additionalProperties: false, description: "How the configuration may be changed." },
        ),
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
      accounts: Type.Optional(AccountsSpec),
      mail: Type.Optional(MailSpec),
      formats: Type.Optional(
        Type.Object(
          { date: Type.Optional(Type.String({ description: "How dates are shown: `d MMMM yyyy`." })) },
          { additionalProperties: false, description: "How values are shown all over the site." },
        ),
      ),
    },
    { additionalProperties: false, description: "The site: its name, address, packs and theme." },
  );
}

export const SiteSpec = siteSpec(Type.String());

export type PackSpec = Static<typeof PackSpec>;
export type SiteSpec = Static<typeof SiteSpec>;
