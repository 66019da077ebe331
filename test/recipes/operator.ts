import type { Recipe } from "./recipe.ts";

const OPERATOR_FILE = `import { trigrams } from "./index-shapes.ts";
import { likePattern } from "./like-pattern.ts";
import type { Operator } from "./operator.ts";

export const endsWith: Operator = {
  form: "one",
  fits: "search",
  condition: ({ some }, operand) => some((value) => value.like(\`%\${likePattern(operand)}\`)),
  access: "search",
  index: trigrams,
};
`;

export const OPERATOR: Recipe = {
  heading: "A filter operator",
  names: { NAME: "ends-with" },
  files: { "kernel/gather/operators/ends-with.ts": OPERATOR_FILE },
  insertions: [
    {
      file: "kernel/gather/operators/operators.ts",
      after: 'import { contains } from "./contains.ts";\n',
      text: 'import { endsWith } from "./ends-with.ts";\n',
    },
    {
      file: "kernel/gather/operators/operators.ts",
      after: "  starts_with: startsWith,\n",
      text: "  ends_with: endsWith,\n",
    },
    { file: "kernel/kinds/gather/gather-spec.ts", after: '  "starts_with",\n', text: '  "ends_with",\n' },
  ],
  guard: {
    withoutFile: "kernel/gather/operators/operators.ts",
    complaint: /kernel\/gather\/operators\/operators\.ts.*Property 'ends_with' is missing/,
  },
};
