import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Description, Label, MACHINE_NAME, oneOf, Path, RenamedFrom, Scalar } from "../../model/specs/common.ts";

export const FILTER_OPERATORS = [
  "equals",
  "not_equals",
  "contains",
  "starts_with",
  "greater_than",
  "greater_or_equal",
  "less_than",
  "less_or_equal",
  "between",
  "in",
  "not_in",
  "is_null",
  "is_not_null",
  "has_tag",
  "has_or_descends",
] as const;

const Id = Type.Optional(
  Type.String({ description: "What tells it from others on the same field. Default: the field's name." }),
);
const Operand = Type.Union([Scalar, Type.Array(Scalar), Type.Record(Type.String(), Scalar)], {
  description: "What the field is compared with: a value, a list of them, or `{ min, max }`.",
});

export const GatherFilter = Type.Object(
  {
    id: Id,
    field: Type.String({ description: "`title`, `type`, `status`, another column, or a field of the type." }),
    operator: oneOf(FILTER_OPERATORS, "How the field is compared."),
    value: Type.Optional(Operand),
    exposed: Type.Optional(
      Type.Object(
        {
          label: Label,
          widget: Type.Optional(oneOf(["text", "select", "tag_select", "range"], "The control in the filter form.")),
          required: Type.Optional(Type.Boolean({ description: "Whether nothing is listed until a value is given." })),
        },
        { additionalProperties: false, description: "Visitors set the value through the URL." },
      ),
    ),
  },
  { additionalProperties: false, description: "A condition on what is listed." },
);

export const GatherSort = Type.Object(
  {
    id: Id,
    field: Type.String({ description: "What the listing is sorted by." }),
    direction: Type.Optional(oneOf(["asc", "desc"], "Default: asc.")),
    nulls: Type.Optional(oneOf(["first", "last"], "Where items without a value stand. Default: last.")),
    exposed: Type.Optional(
      Type.Object({ label: Label }, { additionalProperties: false, description: "Visitors may choose this order." }),
    ),
  },
  { additionalProperties: false, description: "An order of the listing; the first ones win." },
);

export const GatherArgument = Type.Object(
  {
    name: Type.String({ pattern: MACHINE_NAME, description: "The name of the hole in the path, or of the value." }),
    from: oneOf(["path", "fixed"], "Where the value comes from."),
    field: Type.String({ description: "What is compared; see the filters." }),
    operator: oneOf(FILTER_OPERATORS, "How the field is compared with it."),
    value: Type.Optional(Operand),
  },
  { additionalProperties: false, description: "A condition whose value is part of the address." },
);

const Pager = Type.Object(
  {
    type: oneOf(["full", "mini", "none"], "`full` counts and numbers the pages, `mini` has previous and next only."),
    items_per_page: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 500, description: "How many items a page holds. Default: 25." }),
    ),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1000, description: "The most items of a listing without pages." }),
    ),
  },
  { additionalProperties: false, description: "How a long listing is divided." },
);

const Style = Type.Object(
  {
    type: oneOf(["cards", "list", "table"], "How the rows are drawn."),
    view_mode: Type.Optional(
      Type.String({ pattern: MACHINE_NAME, description: "The view mode of each item. Default: card." }),
    ),
  },
  { additionalProperties: false, description: "How the listing looks." },
);

const Column = Type.Union([
  Type.String(),
  Type.Object(
    {
      field: Type.String({ description: "The field shown." }),
      label: Type.Optional(Label),
      link: Type.Optional(Type.Boolean({ description: "Whether the value links to the item." })),
    },
    { additionalProperties: false },
  ),
]);

export const GatherDisplay = Type.Object(
  {
    id: Type.String({ pattern: MACHINE_NAME, description: "What tells it from the other displays." }),
    display_type: oneOf(["page", "feed", "block"], "What it makes: a page, an Atom feed, or a part of other pages."),
    title: Type.Optional(Type.String({ description: "The heading. Default: the label of the gather." })),
    path: Type.Optional(Path),
    inherits: Type.Optional(Type.String({ description: "The display that gives what this one leaves out." })),
    fields: Type.Optional(Type.Array(Column, { description: "The columns of a table." })),
    filters: Type.Optional(Type.Array(GatherFilter)),
    sorts: Type.Optional(Type.Array(GatherSort)),
    arguments: Type.Optional(Type.Array(GatherArgument)),
    relationships: Type.Optional(
      Type.Array(
        Type.Object(
          {
            id: Type.String({ pattern: MACHINE_NAME, description: "The name that its columns begin with." }),
            field: Type.String({ description: "A reference field." }),
          },
          { additionalProperties: false, description: "Follows a reference field; its columns are then `id.field`." },
        ),
      ),
    ),
    pager: Type.Optional(Pager),
    style: Type.Optional(Style),
    empty: Type.Optional(Type.String({ description: "What is said when nothing matches." })),
    permission: Type.Optional(Type.String({ description: "Who may see the display." })),
  },
  { additionalProperties: false, description: "One way to show the listing." },
);

export const GatherSpec = Type.Object(
  {
    label: Label,
    description: Description,
    base_table: oneOf(["item"], "What is listed."),
    displays: Type.Array(GatherDisplay, { minItems: 1 }),
    renamed_from: RenamedFrom,
  },
  {
    additionalProperties: false,
    description: "A listing: a declared query with displays, filters, sorts and a pager.",
  },
);

export type FilterOperator = (typeof FILTER_OPERATORS)[number];
export type GatherFilter = Static<typeof GatherFilter>;
export type GatherSort = Static<typeof GatherSort>;
export type GatherArgument = Static<typeof GatherArgument>;
export type GatherDisplay = Static<typeof GatherDisplay>;
export type GatherSpec = Static<typeof GatherSpec>;

export type Gather = { readonly name: string; readonly spec: GatherSpec };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly gather: { readonly spec: GatherSpec; readonly share: { readonly gathers: ReadonlyMap<string, Gather> } };
  }
}
