import type { FieldSpec } from "../../fields/field-spec.ts";
import type { FieldRewrite } from "./field-rewrites.ts";
import type { Field, ItemType, TypeSpec } from "./type-spec.ts";

/** A content type with everything filled in that its spec leaves out; `rewrites` are those of all types. */
export function itemTypeOf(name: string, spec: TypeSpec, rewrites: readonly FieldRewrite[] = []): ItemType {
  const fields = Object.entries(spec.fields);
  const own = rewrites.filter(({ type }) => type === name);
  const previousOf = (field: string) => own.find((rewrite) => rewrite.field === field)?.previous;
  return {
    name,
    label: spec.label,
    description: spec.description ?? "",
    titleLabel: spec.title_label ?? "Title",
    fields: new Map(fields.map(([field, definition]) => [field, fieldOf(name, field, definition, previousOf(field))])),
    viewModes: new Map(Object.entries(spec.view_modes ?? { full: fields.map(([field]) => field) })),
    defaults: {
      published: spec.defaults?.status !== "unpublished",
      promote: spec.defaults?.promote ?? false,
      sticky: spec.defaults?.sticky ?? false,
    },
    hasPage: spec.page ?? true,
    ...(own.length > 0 && { isMoving: true }),
    spec,
  };
}

function fieldOf(type: string, name: string, spec: FieldSpec, previous: string | undefined): Field {
  return previous === undefined ? { ...spec, name } : { ...spec, name, previous: { type, key: previous } };
}
