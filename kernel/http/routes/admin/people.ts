import { createAccount, updateAccount } from "../../../accounts/account-changes.ts";
import { accountSentence } from "../../../accounts/account-problems.ts";
import { passwordProblem } from "../../../accounts/account-rules.ts";
import type { AccountRow } from "../../../accounts/user-store.ts";
import { pathTo } from "../../../addresses/path-to.ts";
import type { FormHandler } from "../../../forms/handle-form.ts";
import type { FormErrors, FormValues } from "../../../model/forms.ts";
import { adminFormPage } from "../../../pages/admin/admin-form-page.ts";
import type { AdminLink } from "../../../pages/admin/admin-page.ts";
import { peoplePage } from "../../../pages/admin/people-page.ts";
import { personAside } from "../../../pages/admin/person-aside.ts";
import { createPersonForm, editPersonForm } from "../../../pages/admin/person-forms.ts";
import type { Speaker } from "../../../words/say.ts";
import { say } from "../../../words/say.ts";
import type { RouteServices } from "../../http-services.ts";
import { formPage, privatePage } from "../pages.ts";
import type { KernelRoutes, SessionExchange } from "../route.ts";
import { managedAccount, permitOf, withProblems } from "./managed-account.ts";

function trailOf(site: Speaker): AdminLink {
  return { label: say(site, "admin.people"), url: pathTo("people") };
}

/** The accounts: the list of them, adding one, changing one. */
export function peopleRoutes(services: RouteServices): KernelRoutes<"people" | "person-create" | "person-edit"> {
  return {
    people: { GET: privatePage(services, { page: ({ state, query }) => peoplePage(state, query) }) },
    "person-create": formPage(services, {
      build: async (exchange) => addPerson(exchange),
      page: ({ state }, form, status) =>
        adminFormPage(state, {
          title: say(state.site, "people.add"),
          description: say(state.site, "people.add_about"),
          section: "people",
          path: pathTo("person-create"),
          trail: trailOf(state.site),
          status,
          form,
        }),
    }),
    "person-edit": formPage(services, {
      build: editPerson,
      page: async (exchange, form, status) => {
        const { state, params } = exchange;
        const account = await managedAccount(state, params["id"]!);
        const items = await services.accounts.content.count(state, account.id);
        return adminFormPage(state, {
          title: say(state.site, "admin.edit_title", { name: account.name }),
          section: "people",
          path: pathTo("person-edit", { id: account.id }),
          trail: trailOf(state.site),
          chips: account.status === 1 ? [] : [{ label: say(state.site, "people.blocked"), look: "bad" }],
          status,
          form,
          aside: personAside(state, account, items, account.id === state.user.id),
        });
      },
    }),
  };
}

function addPerson({ services, state }: SessionExchange): FormHandler {
  const { minLength } = services.accounts.settings.password;
  return {
    form: createPersonForm(state, minLength),
    validate: (values) => passwordErrors(state.site, values, minLength),
    submit: (values) =>
      withProblems(state.site, async () => {
        const { name, mail, password } = values as { readonly [name: string]: string };
        const account = await createAccount(state, services.accounts, {
          name: name!,
          mail: mail!,
          ...(password !== "" && { password }),
          ...rightsIn(values),
        });
        return { redirect: pathTo("people"), message: say(state.site, "people.added", { name: account.name }) };
      }),
  };
}

async function editPerson({ services, state, params }: SessionExchange): Promise<FormHandler> {
  const account = await managedAccount(state, params["id"]!);
  const { minLength } = services.accounts.settings.password;
  return {
    form: editPersonForm(state, account, minLength),
    validate: (values) => passwordErrors(state.site, values, minLength),
    submit: (values) => withProblems(state.site, () => savePerson(services, state, account, values)),
  };
}

async function savePerson(
  services: RouteServices,
  state: SessionExchange["state"],
  { id }: AccountRow,
  values: FormValues,
) {
  const { name, mail, password = "" } = values as { readonly [name: string]: string };
  const changes = { name, mail, ...(password !== "" && { password }), ...rightsIn(values) };
  const account = await updateAccount(state, services.accounts, id, changes, permitOf(state));
  return { redirect: pathTo("people"), message: say(state.site, "people.saved", { name: account.name }) };
}

/** Reads what the account may do, as far as the form asks for it. */
function rightsIn(values: FormValues) {
  const { roles, is_admin: isAdmin, status } = values;
  return {
    ...(roles !== undefined && { roles: roles as readonly string[] }),
    ...(isAdmin !== undefined && { isAdmin: isAdmin === true }),
    status: status === "blocked" ? (0 as const) : (1 as const),
  };
}

/** Known before anything else is looked at, so that all that is wrong is said at once. */
function passwordErrors(site: Speaker, values: FormValues, minLength: number): FormErrors {
  const { name, mail, password = "" } = values as { readonly [name: string]: string };
  const problem = password === "" ? null : passwordProblem(password, { name: name!, mail: mail! }, { minLength });
  return problem === null ? {} : { password: accountSentence(site, { element: "password", problem }) };
}
