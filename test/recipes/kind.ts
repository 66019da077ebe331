import type { Recipe } from "./recipe.ts";

const SPEC = `import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Label } from "../../model/specs/common.ts";

export const BlockSpec = Type.Object(
  {
    label: Label,
    text: Type.String({ description: "What it says." }),
    permission: Type.Optional(Type.String({ description: "Who sees it; without it, everyone does." })),
  },
  { additionalProperties: false, description: "A block: something that is shown beside pages." },
);

export type BlockSpec = Static<typeof BlockSpec>;
export type Block = BlockSpec & { readonly name: string };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly block: { readonly spec: BlockSpec; readonly share: { readonly blocks: ReadonlyMap<string, Block> } };
  }
}
`;

const KIND_FILE = `import { MACHINE_NAME } from "../../model/specs/common.ts";
import { checkPermission } from "../check-permission.ts";
import type { Kind } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { followedPermission, withPart } from "../renamed.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { BlockSpec } from "./block-spec.ts";

/** A block: something that is shown beside pages. */
export const block: Kind<"block"> = {
  ...PLAIN,
  ...specTable("block"),
  name: "block",
  origin: "yaml",
  folder: "blocks",
  namePattern: MACHINE_NAME,
  schema: BlockSpec,
  firstFile: {
    description: "a block: something that is shown beside pages",
    text: ({ label }) => \`label: \${label}\\ntext: What it says.\\n\`,
  },
  expand: (layer) => layer,
  canonical: (spec) => spec,
  check: (context) => checkPermission(context, (context.object.spec as BlockSpec).permission, ["permission"]),
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: false,
  pluginOf: null,
  permissions: null,
  tables: { block: "read" },
  share: async ({ specs }) => ({
    blocks: mapValues(await specs("block"), (name, spec) => ({ ...spec, name })),
  }),
  whenAbsent: "remove",
  touches: async () => [],
  followed: (_name, spec, renamed) =>
    withPart(spec, "permission", (permission: string) => followedPermission(permission, renamed)),
  content: null,
};
`;

/** A new kind is its folder, its line, its migration and its template. */
export const KIND: Recipe = {
  heading: "A kind of declared object",
  names: { NAME: "block", NNNN_what: "9999_blocks" },
  files: {
    "kernel/kinds/block/block-spec.ts": SPEC,
    "kernel/kinds/block/block.ts": KIND_FILE,
    "migrations/9999_blocks.sql": "create table block (name text primary key, spec jsonb not null);\n",
    "themes/base/templates/block.hbs": "<section><h2>{{label}}</h2><p>{{text}}</p></section>\n",
  },
  insertions: [
    {
      file: "kernel/kinds/kinds.ts",
      after: 'import { asset } from "./asset/asset.ts";\n',
      text: 'import { block } from "./block/block.ts";\n',
    },
    { file: "kernel/kinds/kinds.ts", after: "  gather,\n", text: "  block,\n" },
  ],
  guard: { withoutFile: "kernel/kinds/kinds.ts", complaint: /kernel\/kinds\/kinds\.ts.*Property 'block' is missing/ },
};
