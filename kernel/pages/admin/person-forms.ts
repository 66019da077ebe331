import { LONGEST_MAIL, LONGEST_NAME } from "../../accounts/account-rules.ts";
import { mayGive } from "../../accounts/authority.ts";
import { assignableRoles } from "../../accounts/check-account.ts";
import { LONGEST_PASSWORD } from "../../accounts/passwords.ts";
import type { AccountRow } from "../../accounts/user-store.ts";
import { pathTo } from "../../addresses/path-to.ts";
import type { Form, FormElement, FormElements, FormOption } from "../../model/forms.ts";
import type { RequestState } from "../../model/request-state.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";

type Asker = Pick<RequestState, "site" | "user">;

/** The form for a new account. */
export function createPersonForm(asker: Asker, minLength: number): Form {
  return {
    id: "person",
    action: pathTo("person-create"),
    elements: {
      ...nameAndMail(asker.site, "", ""),
      password: passwordField(asker.site, minLength, {
        title: say(asker.site, "account.password"),
        help: say(asker.site, "people.password_help"),
      }),
      ...rights(asker, { roles: [], isAdmin: false, status: 1 }, false),
      submit: { "#type": "submit", "#value": say(asker.site, "people.add"), "#button": "primary" },
    },
  };
}

/**
 * The form for an account. What takes one's own account over is not changed here, but where the password is asked for.
 */
export function editPersonForm(asker: Asker, account: AccountRow, minLength: number): Form {
  const isOwn = account.id === asker.user.id;
  const { name, mail } = nameAndMail(asker.site, account.name, account.mail);
  const credentials: FormElements = isOwn
    ? { mail: { ...mail, "#disabled": true, "#description": say(asker.site, "people.own_mail_help") } }
    : {
        mail,
        password: passwordField(asker.site, minLength, {
          title: say(asker.site, "account.new_password"),
          help: say(asker.site, "people.new_password_help"),
        }),
      };
  return {
    id: "person",
    action: pathTo("person-edit", { id: account.id }),
    elements: {
      name,
      ...credentials,
      ...rights(asker, account, isOwn),
      submit: { "#type": "submit", "#value": say(asker.site, "action.save"), "#button": "primary" },
    },
  };
}

/** Asks once more before an account is blocked, or may sign in again. */
export function blockForm(site: Speaker, { id, status }: AccountRow): Form {
  const isActive = status === 1;
  return {
    id: "block",
    action: pathTo(isActive ? "person-block" : "person-unblock", { id }),
    elements: {
      text: {
        "#type": "markup",
        "#value": isActive ? say(site, "people.block_help") : say(site, "people.unblock_help"),
      },
      submit: {
        "#type": "submit",
        "#value": say(site, isActive ? "people.block" : "people.unblock"),
        "#button": isActive ? "danger" : "primary",
      },
    },
  };
}

/** Asks what becomes of what an account has written before it is deleted. */
export function deletePersonForm(site: Speaker, { id }: AccountRow, items: number): Form {
  const fate: FormElement = {
    "#type": "radios",
    "#title": say(site, "people.content_fate", { count: items }),
    "#required": true,
    "#default_value": "keep",
    "#options": [
      { value: "keep", label: say(site, "people.keep"), description: say(site, "people.keep_help") },
      { value: "unpublish", label: say(site, "people.unpublish"), description: say(site, "people.unpublish_help") },
      { value: "reassign", label: say(site, "people.reassign") },
      { value: "delete", label: say(site, "action.delete"), description: say(site, "people.delete_help") },
    ],
  };
  const heir: FormElement = {
    "#type": "textfield",
    "#title": say(site, "people.heir"),
    "#description": say(site, "people.heir_help"),
    "#max_length": LONGEST_MAIL,
    "#autocomplete": "off",
  };
  return {
    id: "delete",
    action: pathTo("person-delete", { id }),
    elements: {
      text: {
        "#type": "markup",
        "#value": say(site, items === 0 ? "people.delete_text_empty" : "people.delete_text"),
      },
      ...(items > 0 && { content: fate, heir }),
      submit: { "#type": "submit", "#value": say(site, "people.delete_button"), "#button": "danger" },
    },
  };
}

function nameAndMail(site: Speaker, name: string, mail: string) {
  return {
    name: {
      "#type": "textfield",
      "#title": say(site, "people.name"),
      "#required": true,
      "#max_length": LONGEST_NAME,
      "#autocomplete": "off",
      "#default_value": name,
    },
    mail: {
      "#type": "email",
      "#title": say(site, "account.mail"),
      "#required": true,
      "#max_length": LONGEST_MAIL,
      "#autocomplete": "off",
      "#default_value": mail,
    },
  } as const;
}

function passwordField(
  site: Speaker,
  minLength: number,
  { title, help }: { readonly title: string; readonly help: string },
): FormElement {
  return {
    "#type": "password",
    "#title": title,
    "#description": `${help} ${say(site, "account.new_password_help", { least: minLength })}`,
    "#min_length": minLength,
    "#max_length": LONGEST_PASSWORD,
    "#autocomplete": "new-password",
  };
}

/**
 * Makes the elements for what the account may do. Nobody hands out more than they hold, and nobody shuts themselves
 * out.
 */
function rights(
  asker: Asker,
  { roles, isAdmin, status }: Pick<AccountRow, "roles" | "isAdmin" | "status">,
  isOwn: boolean,
): FormElements {
  const options = roleOptions(asker);
  return {
    ...(options.length > 0 && {
      roles: {
        "#type": "checkboxes",
        "#title": say(asker.site, "people.roles"),
        "#options": options,
        "#default_value": [...roles],
      },
    }),
    ...(asker.user.isAdmin && {
      is_admin: {
        "#type": "checkbox",
        "#title": say(asker.site, "people.full_access"),
        "#description": isOwn ? say(asker.site, "people.full_access_own") : say(asker.site, "people.full_access_help"),
        "#default_value": isAdmin,
        "#disabled": isOwn,
      },
    }),
    status: {
      "#type": "radios",
      "#title": say(asker.site, "admin.status"),
      "#required": true,
      "#default_value": status === 1 ? "active" : "blocked",
      "#disabled": isOwn,
      "#options": [
        { value: "active", label: say(asker.site, "people.active") },
        {
          value: "blocked",
          label: say(asker.site, "people.blocked"),
          description: say(asker.site, "people.blocked_help"),
        },
      ],
      ...(isOwn && { "#description": say(asker.site, "people.status_own") }),
    },
  };
}

function roleOptions({ site, user }: Asker): readonly FormOption[] {
  return assignableRoles(site).map((name) => {
    const role = site.roles.get(name)!;
    if (mayGive(site, user, role)) return { value: name, label: role.label };
    return { value: name, label: role.label, disabled: true, description: say(site, "people.role_too_much") };
  });
}
