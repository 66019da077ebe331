import { pathTo } from "../../../../addresses/path-to.ts";
import { Fault } from "../../../../base/fault.ts";
import type { Json, JsonObject } from "../../../../base/json.ts";
import { isObject } from "../../../../base/json.ts";
import type { FieldSpec, FieldTypeName } from "../../../../fields/field-spec.ts";
import { FIELD_TYPE_NAMES } from "../../../../fields/field-spec.ts";
import type { FormHandler } from "../../../../forms/handle-form.ts";
import type { RequestState } from "../../../../model/request-state.ts";
import { adminFormPage } from "../../../../pages/admin/admin-form-page.ts";
import { renderAdminPage } from "../../../../pages/admin/admin-page.ts";
import { fieldForm, fieldNameErrors, fieldSpecOf, typeWords } from "../../../../pages/admin/types/field-form.ts";
import { html } from "../../../../render/html.ts";
import { say } from "../../../../words/say.ts";
import type { RouteServices } from "../../../http-services.ts";
import { formPage, privatePage } from "../../pages.ts";
import type { KernelRoutes, SessionExchange } from "../../route.ts";
import { requireUnlocked } from "../role-ownership.ts";
import { liveSpec, typeAt } from "./known-type.ts";
import { toPlan } from "./type-routes.ts";

type Names = "field-add" | "field-create" | "field-edit" | "field-remove";
type Fields = { readonly [name: string]: JsonObject };

/** The fields of a content type: a new one, its settings, and its end. */
export function fieldRoutes(services: RouteServices): KernelRoutes<Names> {
  const { configuration } = services;
  return {
    "field-add": {
      GET: privatePage(services, {
        page: async (exchange) => {
          await requireUnlocked(configuration);
          return fieldTypesPage(exchange.state, typeAt(exchange).name);
        },
      }),
    },
    "field-create": formPage(services, {
      build: addField,
      page: (exchange, form, status) => {
        const { site } = exchange.state;
        const type = typeAt(exchange).name;
        const kind = kindAt(exchange);
        return adminFormPage(exchange.state, {
          ...placeOf(exchange),
          title: say(site, "types.add_field_title", { type: typeWords(kind) }),
          path: pathTo("field-create", { type, kind }),
          status,
          form,
        });
      },
    }),
    "field-edit": formPage(services, {
      build: editField,
      page: (exchange, form, status) => {
        const { type, field } = fieldAt(exchange);
        return adminFormPage(exchange.state, {
          ...placeOf(exchange),
          title: say(exchange.state.site, "admin.edit_title", { name: field.label }),
          description: typeWords(field.type),
          path: pathTo("field-edit", { type: type.name, field: field.name }),
          status,
          form,
        });
      },
    }),
    "field-remove": formPage(services, {
      build: removeField,
      page: (exchange, form, status) => {
        const { type, field } = fieldAt(exchange);
        return adminFormPage(exchange.state, {
          ...placeOf(exchange),
          title: say(exchange.state.site, "types.remove_field", { field: field.label }),
          path: pathTo("field-remove", { type: type.name, field: field.name }),
          status,
          form,
        });
      },
    }),
  };
}

function placeOf(exchange: SessionExchange) {
  const { name, label } = typeAt(exchange);
  return { section: "types", trail: { label, url: pathTo("type-edit", { type: name }) } };
}

function fieldTypesPage(state: RequestState, type: string) {
  const { site } = state;
  const { label } = site.types.get(type)!;
  const types = FIELD_TYPE_NAMES.map((kind) => ({
    label: typeWords(kind),
    url: pathTo("field-create", { type, kind }),
  }));
  return renderAdminPage(state, {
    title: say(site, "types.add_field"),
    description: say(site, "types.add_field_about"),
    section: "types",
    path: pathTo("field-add", { type }),
    trail: { label, url: pathTo("type-edit", { type }) },
    main: html(site.templates.render("admin-add", { types })),
  });
}

async function addField(exchange: SessionExchange): Promise<FormHandler> {
  const { services, state } = exchange;
  await requireUnlocked(services.configuration);
  const { name: type } = typeAt(exchange);
  const kind = kindAt(exchange);
  const before = await liveSpec(exchange, type);
  return {
    form: fieldForm(state.site, { type, name: null, kind, spec: null }),
    validate: (values) => fieldNameErrors(state.site, type, values),
    submit: (values) =>
      toPlan(services, {
        name: type,
        spec: withField(before, values["name"] as string, fieldSpecOf(kind, values, {})),
      }),
  };
}

async function editField(exchange: SessionExchange): Promise<FormHandler> {
  const { services, state } = exchange;
  await requireUnlocked(services.configuration);
  const { type, field } = fieldAt(exchange);
  const before = await liveSpec(exchange, type.name);
  const spec = (before["fields"] as Fields)[field.name]!;
  return {
    form: fieldForm(state.site, { type: type.name, name: field.name, kind: field.type, spec: spec as FieldSpec }),
    submit: (values) =>
      toPlan(services, {
        name: type.name,
        spec: withField(before, field.name, fieldSpecOf(field.type, values, spec)),
      }),
  };
}

async function removeField(exchange: SessionExchange): Promise<FormHandler> {
  const { services, state } = exchange;
  await requireUnlocked(services.configuration);
  const { type, field } = fieldAt(exchange);
  const before = await liveSpec(exchange, type.name);
  return {
    form: {
      id: "remove-field",
      action: pathTo("field-remove", { type: type.name, field: field.name }),
      elements: {
        text: { "#type": "markup", "#value": say(state.site, "types.remove_field_text") },
        submit: {
          "#type": "submit",
          "#value": say(state.site, "types.remove_field_button", { field: field.label }),
          "#button": "danger",
        },
      },
    },
    submit: () => toPlan(services, { name: type.name, spec: withoutField(before, field.name) }),
  };
}

/**
 * The spec of a type with a field; a new one also stands on the pages of items, where the type says what stands there.
 */
function withField(spec: JsonObject, name: string, field: JsonObject): JsonObject {
  const fields = spec["fields"] as Fields;
  const modes = spec["view_modes"] as { readonly [mode: string]: readonly Json[] } | undefined;
  const isShown = Object.hasOwn(fields, name) || modes?.["full"] === undefined;
  return {
    ...spec,
    fields: { ...fields, [name]: field },
    ...(!isShown && { view_modes: { ...modes, full: [...modes["full"]!, name] } }),
  };
}

/** The spec of a type without a field, and without what speaks of it. */
function withoutField(spec: JsonObject, name: string): JsonObject {
  const { [name]: _, ...fields } = spec["fields"] as Fields;
  const modes = Object.entries((spec["view_modes"] ?? {}) as Fields);
  return {
    ...spec,
    fields,
    ...(modes.length > 0 && {
      view_modes: Object.fromEntries(modes.map(([mode, entries]) => [mode, withoutEntries(entries as Json, name)])),
    }),
    ...(spec["form"] !== undefined && { form: withoutEntries(spec["form"], name) }),
  };
}

function withoutEntries(entries: Json, name: string): Json {
  if (!Array.isArray(entries)) return entries;
  return entries
    .filter((entry) => entry !== name && !(isObject(entry) && entry["field"] === name))
    .map((entry) =>
      isObject(entry) && "group" in entry
        ? { ...(entry as JsonObject), fields: withoutEntries((entry as JsonObject)["fields"]!, name) }
        : entry,
    );
}

/** @throws Fault `http.not_found` */
function fieldAt(exchange: SessionExchange) {
  const type = typeAt(exchange);
  const field = type.fields.get(exchange.params["field"]!);
  if (field !== undefined) return { type, field };
  throw new Fault("http.not_found", `The content type ${type.name} has no field ${exchange.params["field"]}.`);
}

/** @throws Fault `http.not_found` */
function kindAt({ params }: SessionExchange): FieldTypeName {
  const kind = FIELD_TYPE_NAMES.find((name) => name === params["kind"]);
  if (kind !== undefined) return kind;
  throw new Fault("http.not_found", `There is no field type ${params["kind"]}.`);
}
