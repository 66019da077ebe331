import type { Recipe } from "./recipe.ts";

const TYPE = `import type { FieldType } from "../../field-type.ts";
import { textOf } from "../../text-value.ts";
import { textType } from "../text/text.ts";

/** A color, as \`#a0b1c2\`. */
export const colorType: FieldType = {
  ...textType,
  settings: [],
  validate: (value) => (/^#[0-9a-f]{6}$/.test(textOf(value)) ? null : "is not a color"),
};
`;

export const FIELD_TYPE: Recipe = {
  heading: "A field type",
  names: { NAME: "color" },
  files: { "kernel/fields/types/color/color.ts": TYPE },
  insertions: [
    {
      file: "kernel/fields/field-types.ts",
      after: 'import { booleanType } from "./types/boolean/boolean.ts";\n',
      text: 'import { colorType } from "./types/color/color.ts";\n',
    },
    { file: "kernel/fields/field-types.ts", after: "  json: jsonType,\n", text: "  color: colorType,\n" },
    { file: "kernel/kinds/type/type-spec.ts", after: '  "select",\n  "json",\n', text: '  "color",\n' },
  ],
  guard: {
    withoutFile: "kernel/fields/field-types.ts",
    complaint: /kernel\/fields\/field-types\.ts.*Property 'color' is missing/,
  },
};
