import { LONGEST_MAIL, LONGEST_NAME } from "../../accounts/account-rules.ts";
import { mayGive } from "../../accounts/authority.ts";
import { assignableRoles } from "../../accounts/check-account.ts";
import { LONGEST_PASSWORD } from "../../accounts/passwords.ts";
import type { AccountRow } from "../../accounts/user-store.ts";
import type { Form, FormElement, FormElements, FormOption } from "../../model/forms.ts";
import type { RequestState } from "../../model/request-state.ts";
import { countText } from "./list-parts.ts";
import { PEOPLE } from "./people-page.ts";

type Asker = Pick<RequestState, "site" | "user">;

/** The form for a new account. */
export function createPersonForm(asker: Asker, minLength: number): Form {
  return {
    id: "person",
    action: `${PEOPLE}/create`,
    elements: {
      ...nameAndMail("", ""),
      password: passwordField(
        "Password",
        minLength,
        "Left empty, the person asks for a link on the sign-in page and chooses one.",
      ),
      ...rights(asker, { roles: [], isAdmin: false, status: 1 }, false),
      submit: { "#type": "submit", "#value": "Add person", "#button": "primary" },
    },
  };
}

/** The form for an account. What takes one's own account over is not changed here, but where the password is asked for. */
export function editPersonForm(asker: Asker, account: AccountRow, minLength: number): Form {
  const isOwn = account.id === asker.user.id;
  const { name, mail } = nameAndMail(account.name, account.mail);
  const credentials: FormElements = isOwn
    ? { mail: { ...mail, "#disabled": true, "#description": "You change your own on the page of your account." } }
    : {
        mail,
        password: passwordField("New password", minLength, "Left empty, it stays. A new one ends all sessions."),
      };
  return {
    id: "person",
    action: `${PEOPLE}/${account.id}/edit`,
    elements: {
      name,
      ...credentials,
      ...rights(asker, account, isOwn),
      submit: { "#type": "submit", "#value": "Save", "#button": "primary" },
    },
  };
}

/** Asks once more before an account is blocked, or may sign in again. */
export function blockForm({ id, status }: AccountRow): Form {
  const isActive = status === 1;
  return {
    id: "block",
    action: `${PEOPLE}/${id}/${isActive ? "block" : "unblock"}`,
    elements: {
      text: {
        "#type": "markup",
        "#value": isActive
          ? "They can no longer sign in, and are signed out everywhere at once. What they wrote stays."
          : "They can sign in again, with the password that they had.",
      },
      submit: {
        "#type": "submit",
        "#value": isActive ? "Block" : "Unblock",
        "#button": isActive ? "danger" : "primary",
      },
    },
  };
}

/** Asks what becomes of what an account has written before it is deleted. */
export function deletePersonForm({ id }: AccountRow, items: number): Form {
  const written = countText(items, "item", "items");
  const fate: FormElement = {
    "#type": "radios",
    "#title": `What becomes of the ${written}`,
    "#required": true,
    "#default_value": "keep",
    "#options": [
      { value: "keep", label: "Keep", description: "It stays as it is, without an author." },
      { value: "unpublish", label: "Unpublish", description: "It stays without an author, and only editors see it." },
      { value: "reassign", label: "Give to somebody else" },
      { value: "delete", label: "Delete", description: "It is gone for good, with all its revisions." },
    ],
  };
  const heir: FormElement = {
    "#type": "textfield",
    "#title": "Who gets it",
    "#description": "A name or mail address; only where it is given to somebody else.",
    "#max_length": LONGEST_MAIL,
    "#autocomplete": "off",
  };
  return {
    id: "delete",
    action: `${PEOPLE}/${id}/delete`,
    elements: {
      text: {
        "#type": "markup",
        "#value": `The account is deleted and cannot be brought back.${items === 0 ? " It has written nothing." : ""}`,
      },
      ...(items > 0 && { content: fate, heir }),
      submit: { "#type": "submit", "#value": "Delete the account", "#button": "danger" },
    },
  };
}

function nameAndMail(name: string, mail: string) {
  return {
    name: {
      "#type": "textfield",
      "#title": "Name",
      "#required": true,
      "#max_length": LONGEST_NAME,
      "#autocomplete": "off",
      "#default_value": name,
    },
    mail: {
      "#type": "email",
      "#title": "Mail address",
      "#required": true,
      "#max_length": LONGEST_MAIL,
      "#autocomplete": "off",
      "#default_value": mail,
    },
  } as const;
}

function passwordField(title: string, minLength: number, description: string): FormElement {
  return {
    "#type": "password",
    "#title": title,
    "#description": `${description} At least ${minLength} characters.`,
    "#min_length": minLength,
    "#max_length": LONGEST_PASSWORD,
    "#autocomplete": "new-password",
  };
}

/** What the account may do. Nobody hands out more than they hold, and nobody shuts themselves out. */
function rights(
  asker: Asker,
  { roles, isAdmin, status }: Pick<AccountRow, "roles" | "isAdmin" | "status">,
  isOwn: boolean,
): FormElements {
  const options = roleOptions(asker);
  return {
    ...(options.length > 0 && {
      roles: { "#type": "checkboxes", "#title": "Roles", "#options": options, "#default_value": [...roles] },
    }),
    ...(asker.user.isAdmin && {
      is_admin: {
        "#type": "checkbox",
        "#title": "Full access",
        "#description": isOwn
          ? "You cannot take it from yourself."
          : "May do everything, whatever the roles say; also give full access to others.",
        "#default_value": isAdmin,
        "#disabled": isOwn,
      },
    }),
    status: {
      "#type": "radios",
      "#title": "Status",
      "#required": true,
      "#default_value": status === 1 ? "active" : "blocked",
      "#disabled": isOwn,
      "#options": [
        { value: "active", label: "Active" },
        { value: "blocked", label: "Blocked", description: "Cannot sign in, and is signed out everywhere." },
      ],
      ...(isOwn && { "#description": "You cannot block yourself." }),
    },
  };
}

function roleOptions({ site, user }: Asker): readonly FormOption[] {
  return assignableRoles(site).map((name) => {
    const role = site.roles.get(name)!;
    if (mayGive(site, user, role)) return { value: name, label: role.label };
    return { value: name, label: role.label, disabled: true, description: "It may do more than you may." };
  });
}
