import { requireAccount, updateAccount } from "../../accounts/account-changes.ts";
import { mayManage } from "../../accounts/authority.ts";
import { checkOwnPassword, hasPassword } from "../../accounts/password-check.ts";
import type { AccountRow } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { FormDone, FormHandler, FormRefused } from "../../forms/handle-form.ts";
import type { FormErrors, FormValues } from "../../model/forms.ts";
import { accountPage } from "../../pages/account/account-page.ts";
import { editAccountForm } from "../../pages/account/forms.ts";
import { formPage as renderFormPage } from "../../pages/form-page.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";
import type { RouteServices } from "../http-services.ts";
import { visitorOf } from "../visitor.ts";
import { anyAccount, isOwn, ownAccount } from "./account-access.ts";
import { newPasswordErrors } from "./links.ts";
import { formPage, privatePage } from "./pages.ts";
import type { KernelRoutes, SessionExchange } from "./route.ts";
import { minutesOf } from "./sign-in.ts";

/** The page of an account, and changing one's own. */
export function accountRoutes(services: RouteServices): KernelRoutes<"own-account" | "account" | "account-edit"> {
  return {
    "own-account": {
      GET: privatePage(services, {
        page: async ({ session }) =>
          session.user === null ? pathTo("sign-in") : pathTo("account", { id: session.user }),
      }),
    },
    account: {
      GET: privatePage(services, {
        access: anyAccount,
        page: async ({ state, params }) => {
          const account = await requireAccount(state.db, params["id"]!);
          const isTheirs = isOwn(state, account.id);
          return accountPage(state, account, {
            isOwn: isTheirs,
            mayManage: isTheirs || mayManage(state.site, state.user, account),
          });
        },
      }),
    },
    "account-edit": formPage(services, {
      access: ownAccount,
      build: editOwn,
      page: ({ state, params }, form, status) =>
        renderFormPage(state, {
          title: say(state.site, "account.edit"),
          path: pathTo("account-edit", { id: params["id"]! }),
          status,
          form,
          links: [{ label: say(state.site, "account.back"), url: pathTo("account", { id: params["id"]! }) }],
        }),
    }),
  };
}

async function editOwn(exchange: SessionExchange): Promise<FormHandler> {
  const { services, state, params, session } = exchange;
  const account = await requireAccount(state.db, params["id"]!);
  const { minLength } = services.accounts.settings.password;
  // Who came by a link has shown who they are, and may have no password to show.
  const asksPassword = !session.isByLink && (await hasPassword(state, account.name));
  const action = pathTo("account-edit", { id: account.id });
  return {
    form: editAccountForm({ site: state.site, account, action, minLength, asksPassword }),
    validate: async (values) => {
      const errors =
        values["password"] === ""
          ? repeatError(state.site, values)
          : newPasswordErrors(state.site, values, account, minLength);
      if (Object.keys(errors).length > 0 || !asksPassword || !isImportant(values, account)) return errors;
      return currentPasswordErrors(exchange, values);
    },
    submit: (values) => saveOwn(exchange, account, values),
  };
}

async function saveOwn(
  { services, state, session }: SessionExchange,
  account: AccountRow,
  values: FormValues,
): Promise<FormDone | FormRefused> {
  const { mail, timezone, password } = values as { readonly [name: string]: string };
  const changes = { mail, timezone, ...(password !== "" && { password }) };
  await updateAccount(state, services.accounts, account.id, changes, { exceptSession: session.forRequest.key });
  if (password !== "") session.renew();
  return { redirect: pathTo("account", { id: account.id }), message: say(state.site, "account.changes_saved") };
}

/** Returns true for changes by which somebody else would take the account over. */
function isImportant(values: FormValues, account: AccountRow): boolean {
  return values["password"] !== "" || values["mail"] !== account.mail;
}

function repeatError(site: Speaker, values: FormValues): FormErrors {
  return values["repeat"] === "" ? {} : { password: say(site, "account.new_password_twice") };
}

async function currentPasswordErrors(
  { services, ctx, state }: SessionExchange,
  values: FormValues,
): Promise<FormErrors> {
  const password = values["current"] as string;
  if (password === "") return { current: say(state.site, "account.current_password_needed") };
  const checked = await checkOwnPassword(state, services.accounts, { password, ip: visitorOf(services, ctx) });
  if (checked === "right") return {};
  if (checked === "wrong") return { current: say(state.site, "account.current_password_wrong") };
  const minutes = minutesOf(checked.lockedUntil - state.clock.now());
  return { current: say(state.site, "account.current_password_locked", { minutes }) };
}
