import type { Recipe } from "./recipe.ts";

const SETTINGS = `import { Type } from "@sinclair/typebox";

export const ColorSettings = {
  alpha: Type.Optional(Type.Boolean({ description: "Whether it may be transparent (color). Default: false." })),
};
`;

const TYPE = `import { wrong } from "../../../words/problem.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { parseText, showText, textOf } from "../../text-value.ts";
import { typed } from "../../widget.ts";

/** A color, as \`#a0b1c2\`. */
export const colorType: FieldType<FieldSpecOf<"color">> = {
  converting: [],
  bounding: ["alpha"],
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: false,
  longest: ({ alpha }) => (alpha === true ? 9 : 7),
  compares: () => ["equality", "membership", "presence"],
  validate: (value, { alpha }) =>
    (alpha === true ? /^#[0-9a-f]{8}$/ : /^#[0-9a-f]{6}$/).test(textOf(value)) ? null : wrong("not_option", { options: "#a0b1c2" }),
  parse: (raw, field) => parseText(raw, (value) => colorType.validate(value, field)),
  parseOptions: [],
  plugin: "string",
  text: textOf,
  label: "inline",
  formatters: { text: showText },
  widgets: { textfield: typed(() => ({ "#type": "textfield", "#max_length": 9 })) },
};
`;

export const FIELD_TYPE: Recipe = {
  heading: "A field type",
  names: { NAME: "color" },
  files: { "kernel/fields/types/color/color-spec.ts": SETTINGS, "kernel/fields/types/color/color.ts": TYPE },
  insertions: [
    {
      file: "kernel/fields/field-types.ts",
      after: 'import { booleanType } from "./types/boolean/boolean.ts";\n',
      text: 'import { colorType } from "./types/color/color.ts";\n',
    },
    { file: "kernel/fields/field-types.ts", after: "  json: jsonType,\n", text: "  color: colorType,\n" },
    {
      file: "kernel/fields/field-spec.ts",
      after: 'import { Label, oneOf, RenamedFrom, Scalar } from "../model/specs/common.ts";\n',
      text: 'import { ColorSettings } from "./types/color/color-spec.ts";\n',
    },
    {
      file: "kernel/fields/field-spec.ts",
      before: "} as const satisfies { readonly [type: string]: TProperties };",
      text: "  color: ColorSettings,\n",
    },
  ],
  guard: {
    withoutFile: "kernel/fields/field-types.ts",
    complaint: /kernel\/fields\/field-types\.ts.*Property 'color' is missing/,
  },
};
