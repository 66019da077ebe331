import fc from "fast-check";
import type { JsonObject } from "../../kernel/base/json.ts";
import type { Declared } from "./desired.ts";

/** Text that YAML could take for something else, or lose a part of. */
export const awkwardText = fc.oneof(
  fc.constantFrom(
    ..."yes|no|~|null|true|1984|1e3|0x1f|2020-01-01|- a|# b|a: b|a #b|*x|&x|!x|%x|@x|`x`|[x]|{x}|'|\"|'x'|\"x\"|<<|=|.inf".split(
      "|",
    ),
    " leading",
    "trailing ",
    "two\nlines",
    "two\nlines\n",
    "\n\nblank first",
    "trailing blank \nline",
    "tab\there",
    "\\back",
    "é – 漢字 😀",
    "line\u2028separator",
    "bell\u0007",
    "---",
    "...",
    "a".repeat(200),
    `${"word ".repeat(40)}end`,
  ),
  fc.string({ minLength: 1, maxLength: 20 }),
);

const name = fc.constantFrom("a", "b", "c", "d");
const label = awkwardText;
const keyed = <T>(values: fc.Arbitrary<T>, key: (value: T) => string) =>
  fc.uniqueArray(values, { selector: key, maxLength: 4 });
const mapping = <T>(value: fc.Arbitrary<T>) =>
  keyed(fc.tuple(name, value), ([key]) => key).map((entries) => Object.fromEntries(entries));

const tagLabel = fc.oneof(fc.constantFrom("One", "label", "1984"), fc.string({ minLength: 1, maxLength: 8 }));
const { tags } = fc.letrec<{ tags: { label: string }[] }>((tie) => ({
  tags: keyed(
    fc.record(
      { label: tagLabel, description: label, tags: fc.oneof({ maxDepth: 2 }, fc.constant([]), tie("tags")) },
      { requiredKeys: ["label"] },
    ),
    (tag) => tag.label,
  ) as fc.Arbitrary<{ label: string }[]>,
}));
const field = fc.record(
  {
    label,
    type: fc.constantFrom("text", "select", "integer"),
    help: label,
    options: fc.oneof(fc.constant(["x", "y"]), mapping(label)),
    types: fc.uniqueArray(name),
    default: fc.oneof(label, fc.integer(), fc.boolean(), fc.constant(null)),
  },
  { requiredKeys: ["label", "type"] },
);
const condition = fc.record(
  { field: name, operator: fc.constantFrom("equals", "contains"), value: label },
  { requiredKeys: ["field", "operator"] },
);
const display = fc.record(
  {
    id: name,
    display_type: fc.constant("block"),
    title: label,
    filters: keyed(condition, (filter) => filter.field),
    sorts: keyed(fc.record({ id: fc.constantFrom("first", "second"), field: name }), (sort) => sort.id),
  },
  { requiredKeys: ["id", "display_type"] },
);
const specs: { readonly [kind: string]: fc.Arbitrary<object> } = {
  format: fc.record(
    { label, filters: fc.constant(["escape"]), allowed_tags: fc.uniqueArray(name) },
    { requiredKeys: ["label"] },
  ),
  vocabulary: fc.record(
    { label, description: label, hierarchy: fc.constant("single"), tags },
    { requiredKeys: ["label", "hierarchy"] },
  ),
  type: fc.record(
    { label, description: label, fields: mapping(field), view_modes: mapping(fc.array(name)) },
    { requiredKeys: ["label", "fields"] },
  ),
  role: fc.record(
    {
      label,
      weight: fc.integer({ min: -2, max: 2 }),
      all_permissions: fc.boolean(),
      permissions: fc.uniqueArray(label),
    },
    { requiredKeys: ["label"] },
  ),
  setting: fc.record({ value: fc.oneof(label, fc.integer(), fc.boolean(), fc.constant(null)) }),
  gather: fc.record({ label, base_table: fc.constant("item"), displays: keyed(display, (each) => each.id) }),
  form: fc.record(
    {
      label,
      description: label,
      path: fc.constant("/x"),
      elements: mapping(
        fc.record(
          {
            label,
            type: fc.constantFrom("textfield", "radios", "checkbox"),
            help: label,
            options: fc.oneof(fc.constant(["y", "x"]), mapping(label)),
            default: fc.oneof(label, fc.boolean(), fc.constant(["x"])),
          },
          { requiredKeys: ["label", "type"] },
        ),
      ),
      confirmation: label,
      on_submit: fc.constantFrom("store", ["store", { action: "mail", to: "a@b.example", subject: "No" }]),
    },
    { requiredKeys: ["label", "path", "elements", "on_submit"] },
  ),
  menu: fc.record({ links: mapping(fc.record({ label, path: fc.constant("/x") })) }),
};

/** Generates what packs may declare, by address. Postgres holds no NUL, so no text has one. */
export const declared: fc.Arbitrary<Declared> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...Object.keys(specs)), fc.constantFrom("a", "b")), {
    selector: (pair) => pair.join("."),
    maxLength: 8,
  })
  .chain((pairs) =>
    fc.tuple(...pairs.map(([kind, object]) => specs[kind]!.map((spec) => [`${kind}.${object}`, plain(spec)] as const))),
  )
  .map((entries) => Object.fromEntries(entries));

function plain(spec: object): JsonObject {
  return JSON.parse(JSON.stringify(spec).replaceAll("\\u0000", "?")) as JsonObject;
}
