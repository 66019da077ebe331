import type { RenderElement } from "../../../model/elements.ts";
import type { FormElement, FormElements, FormOption, TextEditors } from "../../../model/forms.ts";
import type { SingleValue, TextValue } from "../../../model/item.ts";
import { wrong } from "../../../words/problem.ts";
import { say } from "../../../words/say.ts";
import { valuesOf } from "../../cardinality.ts";
import type { FieldSpecOf } from "../../field-spec.ts";
import type { FieldType } from "../../field-type.ts";
import { unstorable } from "../../stored-text.ts";
import { counted, textOf } from "../../text-value.ts";
import type { WidgetContext } from "../../widget.ts";

/** The format of text whose field names none: everything is escaped. */
const PLAIN = "plain";
const DEFAULT_LONGEST = 1_000_000;

type Spec = FieldSpecOf<"text_long">;

const longest = ({ max_length: most = DEFAULT_LONGEST }: Spec) => most;

export const textLongType: FieldType<FieldSpecOf<"text_long">> = {
  converting: [],
  bounding: ["max_length"],
  namedObjects: ({ format }) => (format === undefined ? [] : [{ kind: "format", name: format, path: ["format"] }]),
  alwaysList: false,
  member: "value",
  cast: "text",
  sortable: false,
  longest,
  compares: () => ["search", "presence"],
  validate(value, field) {
    if (!("format" in value) || typeof value.value !== "string") return wrong("not_formatted");
    if (value.value.length > longest(field)) return wrong("too_long", { most: longest(field) });
    return unstorable(value.value);
  },
  parse(raw, field) {
    if (typeof raw !== "string" && typeof raw !== "number") return { problem: wrong("not_text") };
    const value = { value: String(raw), format: field.format ?? PLAIN };
    const problem = textLongType.validate(value, field);
    return problem === null ? { value } : { problem };
  },
  parseOptions: [],
  plugin: "string",
  text: textOf,
  label: "above",
  formatters: {
    formatted: (value) => shown(value, "div"),
    trimmed: (value, _field, _context, { words }) =>
      shown(value, "div", { "#part": "trimmed", ...(typeof words === "number" && words > 0 && { "#words": words }) }),
    summary: (value) => shown(value, "div", { "#part": "summary" }),
    plain: (value) => shown(value, "p", { "#part": "plain" }),
  },
  /** Text in a format that its editor may not use can be kept as it is, and not changed. */
  fromForm({ value, format }, field, { formats, before }) {
    const written = { value: String(value), format: typeof format === "string" ? format : formatFor(field, formats) };
    const isKept =
      before !== undefined && before !== null && valuesOf(before).some((kept) => isSameText(kept, written));
    const isAllowed = written.format === PLAIN || formats.some((allowed) => allowed.value === written.format);
    if (!isAllowed && !isKept) return { problem: wrong("format_not_allowed") };
    const problem = textLongType.validate(written, field);
    return problem === null ? { value: written } : { problem };
  },
  widgets: {
    text: {
      takes: "one",
      elements: textElements,
      show: (value) => {
        const { value: text, format } = value as TextValue;
        return { value: text, format };
      },
    },
  },
};

function shown(value: SingleValue, tag: string, part: Partial<RenderElement> = {}): RenderElement | null {
  if (!("format" in value) || value.value === "") return null;
  return { "#type": "markup", "#tag": tag, "#value": value.value, "#format": value.format, ...part };
}

/** The format of new text: that of its field, where its editor may use it. */
function formatFor({ format = PLAIN }: Spec, formats: readonly FormOption[]): string {
  return formats.length === 0 || formats.some(({ value }) => value === format) ? format : formats[0]!.value;
}

function textElements(
  field: Spec,
  { site, formats, editorOf }: WidgetContext,
  value: SingleValue | null,
): FormElements {
  const given = value !== null && "format" in value ? value.format : formatFor(field, formats);
  const options = formats.some((format) => format.value === given)
    ? formats
    : [...formats, { value: given, label: given }];
  const text: FormElement = {
    "#type": "textarea",
    "#max_length": longest(field),
    "#language": given,
    ...counted(field),
    "#editors": editorsFor(options, editorOf),
  };
  if (options.length === 1) return { value: text };
  return {
    value: text,
    format: {
      "#type": "select",
      "#title": say(site, "field.format"),
      "#required": true,
      "#always": true,
      "#options": options,
      "#default_value": given,
    },
  };
}

function editorsFor(formats: readonly FormOption[], editorOf: WidgetContext["editorOf"]): TextEditors {
  return Object.fromEntries(
    formats.flatMap(({ value }) => {
      const editor = editorOf(value);
      return editor === null ? [] : [[value, editor]];
    }),
  );
}

function isSameText(kept: SingleValue, written: TextValue): boolean {
  return "format" in kept && kept.format === written.format && kept.value === written.value;
}
