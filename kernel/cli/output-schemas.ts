import type { TSchema } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import type { JsonSchema } from "../config/json-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import { KIND_NAMES } from "../kinds/kinds.ts";
import { oneOf } from "../model/specs/common.ts";
import { ADDRESS, count, DriftSchema, nullable, SourceSchema, SummarySchema } from "../reconcile/plan/plan-schema.ts";
import { OBJECT_STATES } from "../reconcile/plan/status.ts";

const Version = Type.String({
  pattern: "^1\\.",
  description: "The version of this form; a minor version only adds keys.",
});
const Address = Type.String({ description: ADDRESS });
const Generation = Type.Integer({ minimum: 0, description: "The generation that is live; 0 before the first apply." });
const Time = (description: string) => Type.String({ description: `${description}, as ISO 8601.` });

const FaultSource = Type.Object({
  ...SourceSchema.properties,
  length: Type.Optional(count("How many characters of the line it is about.")),
});

const Fault = Type.Object({
  code: Type.String({ description: "What is wrong; docs/errors.md has all codes." }),
  message: Type.String({ description: "What is wrong, for people." }),
  hint: nullable(Type.String(), "What to do about it."),
  source: nullable(FaultSource, "Where it is."),
});

const ObjectStatus = Type.Object({
  address: Address,
  kind: oneOf(KIND_NAMES, "The kind of the object."),
  name: Type.String({ description: "The machine name of the object." }),
  pack: nullable(Type.String(), "The pack that declares it; null where none does."),
  state: oneOf(OBJECT_STATES, "What it is to the packs."),
  blocked: Type.Boolean({ description: "Whether something keeps what is pending from being applied." }),
  drifted: Type.Boolean({ description: "Whether it was changed on the site, whatever else is to be said of it." }),
  source: nullable(SourceSchema, "Where it is declared."),
});

const Index = Type.Object({
  name: Type.String(),
  state: oneOf(["wanted", "building", "built", "failed"], "How far it is."),
  detail: Type.String({ description: "Why it failed." }),
  changed_at: Time("Since when"),
});

const Rewrite = Type.Object(
  {
    address: Address,
    previous_address: Type.String({ description: "The address of the field before." }),
    done: count("The rows that have the new name."),
    total: nullable(Type.Integer({ minimum: 0 }), "The rows that there are; null before they were counted."),
    started_at: Time("When it began"),
  },
  { description: "A renamed field whose values are on their way to their new name." },
);

const Applied = Type.Object({
  generation: Type.Integer({ minimum: 1 }),
  applied_at: Time("When it was made"),
  applied_by: Type.String({ description: "Who made it." }),
  summary: SummarySchema,
  rollback_to: nullable(Type.Integer(), "The generation that it brought back; null for what is no rollback."),
  on_site: Type.Boolean({ description: "Whether it was changed on the site, and not by an apply." }),
  arrived: Type.Array(Address, { description: "The renamed fields whose values have all arrived with it." }),
});

const ByHand = Type.Object({
  address: Address,
  source: SourceSchema,
  reason: Type.String({ description: "Why a file cannot say it." }),
});

const Origin = Type.Object({
  path: Type.String({ description: "The place in the object." }),
  value: Type.Unknown(),
  pack: Type.String({ description: "The pack that says so." }),
  source: SourceSchema,
  owner: oneOf(["pack", "site"], "Who may change it: the packs, or editors."),
});

const OUTPUTS: { readonly [verb: string]: { readonly [key: string]: TSchema } } = {
  validate: { faults: Type.Array(Fault, { description: "All that is wrong, by file and line." }) },
  drift: { generation: Generation, drift: Type.Array(DriftSchema) },
  status: {
    generation: Generation,
    objects: Type.Array(ObjectStatus),
    indexes: Type.Array(Index),
    rewrites: Type.Array(Rewrite),
    unknown: Type.Array(Address, {
      description: "What a later release has applied, of kinds that this one does not know; it is left alone.",
    }),
  },
  history: { applies: Type.Array(Applied, { description: "The newest first." }) },
  export: {
    directory: nullable(Type.String(), "The folder that the files were written to; null where they were only printed."),
    files: Type.Array(Type.Object({ path: Type.String(), text: Type.String() })),
    by_hand: Type.Array(ByHand, { description: "What is left to be changed by hand." }),
  },
  explain: {
    address: Address,
    pack: Type.String({ description: "The pack that declares it." }),
    source: SourceSchema,
    spec: Type.Object({}, { description: "The object as all layers together make it." }),
    origins: Type.Array(Origin, { description: "Where each value comes from." }),
  },
};

/** The published schemas of what verbs print with `--json`, by verb; that of plans is `planJsonSchema`. */
export function outputSchemas(): ReadonlyMap<string, JsonSchema> {
  return new Map(
    Object.entries(OUTPUTS).map(([verb, keys]) => {
      const schema = jsonSchemaOf(Type.Object({ format_version: Version, ...keys }));
      const title = `What \`trovato ${verb} --json\` prints`;
      return [verb, { $schema: "http://json-schema.org/draft-07/schema#", title, ...schema }];
    }),
  );
}
