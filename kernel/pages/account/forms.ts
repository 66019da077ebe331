import type { AccountRow } from "../../accounts/user-store.ts";
import type { Form, FormElement, FormElements } from "../../model/forms.ts";
import type { Speaker } from "../../words/say.ts";
import { say } from "../../words/say.ts";

/** Longer text is no name, address or password of anybody. */
const LONGEST_NAME = 254;
const LONGEST_PASSWORD = 128;
/** The zones that this Node knows, and UTC, which it does not count among them. */
const TIME_ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];

export function signInForm(site: Speaker, action: string): Form {
  return {
    id: "sign-in",
    action,
    elements: {
      name: {
        "#type": "textfield",
        "#title": say(site, "account.name_or_mail"),
        "#required": true,
        "#max_length": LONGEST_NAME,
        "#autocomplete": "username",
      },
      password: {
        "#type": "password",
        "#title": say(site, "account.password"),
        "#required": true,
        "#autocomplete": "current-password",
      },
      remember: {
        "#type": "checkbox",
        "#title": say(site, "account.remember"),
        "#description": say(site, "account.remember_help"),
      },
      submit: { "#type": "submit", "#value": say(site, "action.sign_in"), "#button": "primary" },
    },
  };
}

function mailAddress(site: Speaker): FormElement {
  return {
    "#type": "email",
    "#title": say(site, "account.mail"),
    "#required": true,
    "#max_length": LONGEST_NAME,
    "#autocomplete": "email",
  };
}

export function resetRequestForm(site: Speaker, action: string): Form {
  return {
    id: "password-reset",
    action,
    elements: {
      mail: mailAddress(site),
      submit: { "#type": "submit", "#value": say(site, "account.send_link"), "#button": "primary" },
    },
  };
}

export function newPasswordForm(site: Speaker, action: string, minLength: number): Form {
  return {
    id: "new-password",
    action,
    elements: {
      ...newPasswordFields(site, minLength, true),
      submit: { "#type": "submit", "#value": say(site, "account.change_password"), "#button": "primary" },
    },
  };
}

export function linkForm(site: Speaker, action: string): Form {
  return {
    id: "login-link",
    action,
    elements: { submit: { "#type": "submit", "#value": say(site, "action.sign_in"), "#button": "primary" } },
  };
}

export type EditAccount = {
  readonly site: Speaker;
  readonly account: AccountRow;
  readonly action: string;
  readonly minLength: number;
  /** Asks for the password before something important is changed. */
  readonly asksPassword: boolean;
};

export function editAccountForm({ site, account, action, minLength, asksPassword }: EditAccount): Form {
  const current: FormElement = {
    "#type": "password",
    "#title": say(site, "account.current_password"),
    "#description": say(site, "account.current_password_help"),
    "#autocomplete": "current-password",
  };
  return {
    id: "edit-account",
    action,
    elements: {
      mail: { ...mailAddress(site), "#default_value": account.mail },
      timezone: {
        "#type": "select",
        "#title": say(site, "account.time_zone"),
        "#required": true,
        "#default_value": account.timezone,
        "#options": TIME_ZONES.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
      },
      change: {
        "#type": "fieldset",
        "#title": say(site, "account.change_password"),
        "#children": newPasswordFields(site, minLength, false),
      },
      ...(asksPassword && { current }),
      submit: { "#type": "submit", "#value": say(site, "action.save"), "#button": "primary" },
    },
  };
}

function newPasswordFields(site: Speaker, minLength: number, isRequired: boolean): FormElements {
  const field = {
    "#type": "password",
    "#required": isRequired,
    "#max_length": LONGEST_PASSWORD,
    "#autocomplete": "new-password",
  } as const;
  return {
    password: {
      ...field,
      "#title": say(site, "account.new_password"),
      "#description": say(site, "account.new_password_help", { least: minLength }),
      "#min_length": minLength,
    },
    repeat: { ...field, "#title": say(site, "account.repeat_password") },
  };
}
