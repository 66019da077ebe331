import { pathTo } from "../../../../addresses/path-to.ts";
import type { FormDone, FormHandler, FormRefused } from "../../../../forms/handle-form.ts";
import { WHOLE_FORM } from "../../../../forms/handle-form.ts";
import type { TypeSpec } from "../../../../kinds/type/type-spec.ts";
import { adminFormPage } from "../../../../pages/admin/admin-form-page.ts";
import { createTypeForm, editTypeForm, typeNameErrors, typeSpecOf } from "../../../../pages/admin/types/type-form.ts";
import { typePage } from "../../../../pages/admin/types/type-page.ts";
import { typesPage } from "../../../../pages/admin/types/types-page.ts";
import { say } from "../../../../words/say.ts";
import type { RouteServices } from "../../../http-services.ts";
import { formPage, privatePage } from "../../pages.ts";
import type { KernelRoutes, SessionExchange } from "../../route.ts";
import { requireUnlocked } from "../role-ownership.ts";
import type { TypeChange } from "./change-in-address.ts";
import { planAddress } from "./change-in-address.ts";
import { declaredType, liveSpec, typeAt } from "./known-type.ts";

/** Content types: which there are, a new one, and the settings of one. */
export function typeRoutes(services: RouteServices): KernelRoutes<"types" | "type-create" | "type-edit"> {
  const { configuration } = services;
  return {
    types: {
      GET: privatePage(services, {
        page: async ({ state }) => {
          const types = [...state.site.types.values()].map((type) => declaredType(configuration, type));
          return typesPage(state, await Promise.all(types), await configuration.lockedBy());
        },
      }),
    },
    "type-create": formPage(services, {
      build: addType,
      page: ({ state: { site }, state }, form, status) =>
        adminFormPage(state, {
          title: say(site, "types.add"),
          description: say(site, "types.add_about"),
          section: "types",
          trail: { label: say(site, "types.title"), url: pathTo("types") },
          path: pathTo("type-create"),
          status,
          form,
        }),
    }),
    "type-edit": formPage(services, {
      build: editType,
      page: async (exchange, form, status) => {
        const declared = await declaredType(configuration, typeAt(exchange));
        return typePage(exchange.state, declared, form, { status, lockedBy: await configuration.lockedBy() });
      },
    }),
  };
}

async function addType({ services, state: { site } }: SessionExchange): Promise<FormHandler> {
  await requireUnlocked(services.configuration);
  return {
    form: createTypeForm(site),
    validate: (values) => typeNameErrors(site, values),
    submit: (values) => toPlan(services, { name: values["name"] as string, spec: typeSpecOf(values, { fields: {} }) }),
  };
}

async function editType(exchange: SessionExchange): Promise<FormHandler> {
  const { name } = typeAt(exchange);
  const spec = await liveSpec(exchange, name);
  const { services, state } = exchange;
  return {
    form: editTypeForm(state.site, name, spec as TypeSpec),
    submit: async (values) => {
      await requireUnlocked(services.configuration);
      return toPlan(services, { name, spec: typeSpecOf(values, spec) });
    },
  };
}

/** Goes on to what a change would do; or says, in the form, why there can be no such type. */
export async function toPlan(
  { configuration }: Pick<RouteServices, "configuration">,
  change: TypeChange,
): Promise<FormDone | FormRefused> {
  const { problems } = await configuration.draft({ kind: "type", ...change });
  if (problems.length > 0) return { errors: { [WHOLE_FORM]: problems.join(" ") } };
  return { redirect: planAddress(change) };
}
