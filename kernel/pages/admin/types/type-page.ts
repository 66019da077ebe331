import { pathTo } from "../../../addresses/path-to.ts";
import type { Field } from "../../../kinds/type/type-spec.ts";
import type { RequestState } from "../../../model/request-state.ts";
import type { Site } from "../../../model/site.ts";
import type { Html } from "../../../render/html.ts";
import { html } from "../../../render/html.ts";
import { say } from "../../../words/say.ts";
import type { Page } from "../../page.ts";
import { renderAdminPage } from "../admin-page.ts";
import type { Cell, Table } from "../cells.ts";
import { tableOf } from "../cells.ts";
import { typeWords } from "./field-form.ts";
import type { DeclaredType } from "./types-page.ts";

/** One content type: its fields, and its settings as a form. */
export async function typePage(
  state: RequestState,
  { type, place }: DeclaredType,
  form: Html,
  { status, lockedBy }: { readonly status: number; readonly lockedBy: string | null },
): Promise<Page> {
  const { site } = state;
  const add = pathTo("field-add", { type: type.name });
  return renderAdminPage(state, {
    status,
    title: type.label,
    description: place === null ? say(site, "types.site_only") : say(site, "admin.declared_in", { place }),
    section: "types",
    path: pathTo("type-edit", { type: type.name }),
    trail: { label: say(site, "types.title"), url: pathTo("types") },
    actions: lockedBy === null ? [{ label: say(site, "types.add_field"), url: add, primary: true }] : [],
    ...(lockedBy !== null && {
      messages: [{ look: "warn" as const, text: say(site, "types.locked", { file: lockedBy }) }],
    }),
    main: html(
      site.templates.render("admin-type", {
        table:
          type.fields.size === 0 ? null : fieldTable(site, type.name, [...type.fields.values()], lockedBy === null),
        empty: { title: say(site, "types.no_fields"), text: say(site, "types.no_fields_text") },
        form: lockedBy === null ? form : null,
      }),
    ),
  });
}

function fieldTable(site: Site, type: string, fields: readonly Field[], isOpen: boolean): Table {
  const columns = [
    { label: say(site, "types.field") },
    { label: say(site, "types.field_type") },
    { label: say(site, "types.required") },
    { label: say(site, "admin.actions"), hidden: true },
  ];
  const cells = (field: Field): readonly Cell[] => {
    const at = { type, field: field.name };
    const links = [
      { label: say(site, "types.edit"), url: pathTo("field-edit", at), about: field.label },
      { label: say(site, "types.remove"), url: pathTo("field-remove", at), about: field.label },
    ];
    return [
      { text: field.label, note: field.name, ...(isOpen && { url: pathTo("field-edit", at) }) },
      { text: typeWords(field.type) },
      { text: say(site, field.required === true ? "types.yes" : "types.no") },
      isOpen ? { links, look: "bare" } : {},
    ];
  };
  return tableOf(say(site, "types.fields"), columns, fields.map(cells));
}
