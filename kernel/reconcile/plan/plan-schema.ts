import type { TSchema } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import type { JsonSchema } from "../../config/json-schema.ts";
import { jsonSchemaOf } from "../../config/json-schema.ts";
import { KIND_NAMES } from "../../kinds/kinds.ts";
import { oneOf } from "../../model/specs/common.ts";

/** A schema, or null. */
export const nullable = <Schema extends TSchema>(schema: Schema, description: string) =>
  Type.Union([schema, Type.Null()], { description });

/** A place in a file. */
export const SourceSchema = Type.Object(
  {
    file: Type.String({ description: "The file, from the root of the site." }),
    line: Type.Integer({ minimum: 1 }),
    column: Type.Integer({ minimum: 1 }),
  },
  { description: "Where something is written." },
);

const Line = Type.Object(
  {
    path: Type.String({ description: "The place in the object: `fields.field_rating.label`." }),
    op: oneOf(
      ["add", "change", "remove", "reorder", "forget", "adopt", "index", "ungranted"],
      "What happens there. `forget` and `adopt` change who manages it and nothing else; `index` is built afterwards; `ungranted` is a right that a plugin asks for and the site does not give.",
    ),
    before: Type.Unknown({ description: "The value until now; null where there is none." }),
    after: Type.Unknown({ description: "The value from now on; null where there is none." }),
    source: nullable(SourceSchema, "Where the packs say so."),
    impact: nullable(Type.String(), "What it touches: `213 of 3,200 films have no value`."),
  },
  { description: "A change of one place of an object." },
);

export const ADDRESS = "The address of the object, or of a part of it: `type.film.fields.field_rating`.";

const Says = Type.Optional(
  Type.Array(Type.String(), { description: "What people read of it, sentence by sentence; in what is printed." }),
);

const Change = Type.Object(
  {
    address: Type.String({ description: ADDRESS }),
    kind: oneOf(KIND_NAMES, "The kind of the object."),
    name: Type.String({ description: "The machine name of the object." }),
    action: oneOf(
      ["create", "update", "rename", "adopt", "remove", "forget", "destroy", "require", "change-type"],
      "What is done.",
    ),
    previous_address: nullable(Type.String(), "The address that it had until now (rename)."),
    pack: Type.String({
      description: "The pack that asks for it, or that declared it; empty for what only the site has.",
    }),
    source: nullable(SourceSchema, "Where the packs declare it, or declared it; null for what only the site has."),
    paths: Type.Array(Line, { description: "The places of the object that change." }),
    impact: nullable(Type.String(), "What the change as a whole touches."),
    blocked: Type.Boolean({ description: "True for what is not done; with any of these nothing is applied." }),
    reason: nullable(Type.String(), "Why it is blocked."),
    hint: nullable(Type.String(), "What to do about it."),
    details: Type.Array(Type.String(), { description: "What stands in the way, one by one; the first twenty." }),
    says: Says,
  },
  { description: "What happens to one object, or why one part of it is blocked." },
);

/** Schema of a change on the site. */
export const DriftSchema = Type.Object(
  {
    address: Type.String({ description: ADDRESS }),
    kind: oneOf(KIND_NAMES, "The kind of the object."),
    name: Type.String({ description: "The machine name of the object." }),
    source: SourceSchema,
    deleted: Type.Boolean({ description: "True when the whole object was deleted on the site." }),
    changed_by: nullable(Type.String(), "Who changed the object last, where that is known."),
    changed_at: nullable(Type.String(), "When that was, as ISO 8601."),
    paths: Type.Array(Line, {
      description: "The places that differ: `before` is what was applied, `after` what is live.",
    }),
    says: Says,
  },
  { description: "What was changed outside of the packs, and is kept." },
);

const Warning = Type.Object(
  {
    address: Type.String({ description: ADDRESS }),
    source: SourceSchema,
    message: Type.String({ description: "A template or plugin that still has an old name in it." }),
  },
  { description: "What a plan cannot see to." },
);

/** How many of something there are. */
export const count = (description: string) => Type.Integer({ minimum: 0, description });

/** Changes, counted. */
export const SummarySchema = Type.Object(
  {
    add: count("Objects that are created."),
    change: count("Objects that are changed."),
    rename: count("Objects and parts that move to another name, with what they hold."),
    adopt: count("Objects that are as the packs say already, and are managed from now on."),
    remove: count("Objects that go; they hold no content."),
    forget: count("Objects that stay and are managed no longer."),
    destroy: count("Objects that go with their content."),
    blocked: count("Changes that are not done."),
  },
  { description: "The changes, counted." },
);

/**
 * Schema of what `plan --json` prints, `plan --out` saves and `pack_apply.plan` holds. `docs/plan.schema.json` is made
 * from it.
 */
export const PlanSchema = Type.Object(
  {
    format_version: Type.String({
      pattern: "^1\\.",
      description: "The version of this form; a minor version only adds keys.",
    }),
    verdict: Type.Optional(
      oneOf(["nothing", "changes", "blocked"], "What an apply would come to; in what is printed."),
    ),
    generation: Type.Integer({
      minimum: 0,
      description: "The generation that the plan starts from; 0 before the first apply.",
    }),
    state_hash: Type.String({ description: "The hash of what was live and last applied when the plan was made." }),
    packs_hash: Type.String({ description: "The hash of what the packs ask for." }),
    changes: Type.Array(Change, { description: "In the order in which an apply makes them." }),
    drift: Type.Array(DriftSchema),
    warnings: Type.Array(Warning),
    summary: SummarySchema,
    revert_drift: Type.Optional(
      Type.Boolean({ description: "In a saved plan: whether it was made with `--revert-drift`, and is applied so." }),
    ),
    ours: Type.Optional(
      Type.Array(Type.String(), { description: "In a saved plan: where the packs win, as `--ours` said." }),
    ),
    theirs: Type.Optional(
      Type.Array(Type.String(), { description: "In a saved plan: where the site wins, as `--theirs` said." }),
    ),
    rollback_to: Type.Optional(
      Type.Integer({ description: "In the history: the generation that a rollback brought back." }),
    ),
    on_site: Type.Optional(
      Type.Boolean({ description: "In the history: whether it was changed on the site, and not by an apply." }),
    ),
    arrived: Type.Optional(
      Type.Array(Type.Object({ address: Type.String({ description: ADDRESS }), previous: Type.String() }), {
        description:
          "In the history: the renamed fields whose values have all arrived with it, and their names before.",
      }),
    ),
  },
  { description: "A plan: what an apply would do, or did." },
);

/** The published schema of a plan. */
export function planJsonSchema(): JsonSchema & { readonly $schema: string; readonly title: string } {
  return { $schema: "http://json-schema.org/draft-07/schema#", title: "Trovato plan", ...jsonSchemaOf(PlanSchema) };
}
