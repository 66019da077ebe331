import type { Recipe } from "./recipe.ts";

const TEMPLATE = `<div class="field{{#if error}} error{{/if}}">
{{> form-label}}
<input id="{{id}}" name="{{name}}" type="color" value="{{value}}"{{> form-attributes}}>
{{> form-notes}}
</div>
`;

export const FORM_ELEMENT: Recipe = {
  heading: "An element of a form",
  names: { TYPE: "color" },
  files: { "themes/base/templates/form-element--color.hbs": TEMPLATE },
  insertions: [
    { file: "kernel/model/forms.ts", after: '    | "datetime"\n', text: '    | "color"\n' },
    { file: "kernel/forms/element-types.ts", after: "  datetime: moment,\n", text: "  color: line,\n" },
    { file: "kernel/kinds/form/form-spec.ts", after: '  "textarea",\n', text: '  "color",\n' },
  ],
  unneeded: ["kernel/forms/declared-form.ts", "kernel/kinds/form/form-check.ts"],
  guard: {
    withoutFile: "kernel/forms/element-types.ts",
    complaint: /kernel\/forms\/element-types\.ts.*Property 'color' is missing/,
  },
};
