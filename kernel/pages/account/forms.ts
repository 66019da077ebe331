import type { AccountRow } from "../../accounts/user-store.ts";
import type { Form, FormElement } from "../../model/forms.ts";

/** Longer text is no name, address or password of anybody. */
const LONGEST_NAME = 254;
const LONGEST_PASSWORD = 128;
/** The zones that this Node knows, and UTC, which it does not count among them. */
const TIME_ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];

export function signInForm(action: string): Form {
  return {
    id: "sign-in",
    action,
    elements: {
      name: {
        "#type": "textfield",
        "#title": "Name or mail address",
        "#required": true,
        "#max_length": LONGEST_NAME,
        "#autocomplete": "username",
      },
      password: {
        "#type": "password",
        "#title": "Password",
        "#required": true,
        "#autocomplete": "current-password",
      },
      remember: {
        "#type": "checkbox",
        "#title": "Remember me on this device",
        "#description": "Not on a device that others use.",
      },
      submit: { "#type": "submit", "#value": "Sign in", "#button": "primary" },
    },
  };
}

const MAIL_ADDRESS: FormElement = {
  "#type": "email",
  "#title": "Mail address",
  "#required": true,
  "#max_length": LONGEST_NAME,
  "#autocomplete": "email",
};

export function resetRequestForm(action: string): Form {
  return {
    id: "password-reset",
    action,
    elements: {
      mail: MAIL_ADDRESS,
      submit: { "#type": "submit", "#value": "Send me a link", "#button": "primary" },
    },
  };
}

export function newPasswordForm(action: string, minLength: number): Form {
  return {
    id: "new-password",
    action,
    elements: {
      ...newPasswordFields(minLength, true),
      submit: { "#type": "submit", "#value": "Change the password", "#button": "primary" },
    },
  };
}

export function linkForm(action: string): Form {
  return {
    id: "login-link",
    action,
    elements: { submit: { "#type": "submit", "#value": "Sign in", "#button": "primary" } },
  };
}

export type EditAccount = {
  readonly account: AccountRow;
  readonly action: string;
  readonly minLength: number;
  /** Whether the password is asked for before something important is changed. */
  readonly asksPassword: boolean;
};

export function editAccountForm({ account, action, minLength, asksPassword }: EditAccount): Form {
  const current: FormElement = {
    "#type": "password",
    "#title": "Current password",
    "#description": "Needed to change the mail address or the password.",
    "#autocomplete": "current-password",
  };
  return {
    id: "edit-account",
    action,
    elements: {
      mail: { ...MAIL_ADDRESS, "#default_value": account.mail },
      timezone: {
        "#type": "select",
        "#title": "Time zone",
        "#required": true,
        "#default_value": account.timezone,
        "#options": TIME_ZONES.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
      },
      change: {
        "#type": "fieldset",
        "#title": "Change the password",
        "#children": newPasswordFields(minLength, false),
      },
      ...(asksPassword && { current }),
      submit: { "#type": "submit", "#value": "Save", "#button": "primary" },
    },
  };
}

function newPasswordFields(minLength: number, isRequired: boolean): { readonly [name: string]: FormElement } {
  const field = {
    "#type": "password",
    "#required": isRequired,
    "#max_length": LONGEST_PASSWORD,
    "#autocomplete": "new-password",
  } as const;
  return {
    password: {
      ...field,
      "#title": "New password",
      "#description": `At least ${minLength} characters.`,
      "#min_length": minLength,
    },
    repeat: { ...field, "#title": "New password again" },
  };
}
