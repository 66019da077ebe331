import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { Description, Label, named, oneOf, RenamedFrom, ShownWhen } from "../../model/specs/common.ts";

/** Elements that a form of a pack can ask with. */
export const FORM_ELEMENT_TYPES = [
  "textfield",
  "textarea",
  "email",
  "url",
  "tel",
  "number",
  "date",
  "datetime",
  "checkbox",
  "checkboxes",
  "radios",
  "select",
] as const;

/** Actions of a form on what is sent. */
export const FORM_ACTIONS = ["store", "mail"] as const;

/** Texts of the button and of the answer, where the file of a form says nothing else. */
export const SUBMIT_LABEL = "Send";
export const CONFIRMATION = "Thank you. What you sent has arrived.";

/** A path without holes. */
const PAGE_PATH = "^(/(?!\\.+(/|$))[A-Za-z0-9._~-]+)+$";
/**
 * A path of the site, perhaps with a query, in the characters that a header takes; two slashes would lead elsewhere.
 */
const LOCAL_PATH = "^/([!-.0-\\[\\]-~][!-\\[\\]-~]*)?$";
/** One mail address, without a name. */
const ADDRESS = "^[^\\s@<>,;]+@[^\\s@<>,;]+$";

const OptionList = Type.Array(Type.String({ minLength: 1 }), { minItems: 1, uniqueItems: true });

export const FormElementSpec = Type.Object(
  {
    type: oneOf(
      FORM_ELEMENT_TYPES,
      "How it is asked: `textfield` for a line, `textarea` for several, `email`, `url`, `tel`, `number`, `date` and `datetime` for what they are called, `checkbox` for yes or no, `radios` or `select` for one of the options, `checkboxes` for any of them.",
    ),
    label: Label,
    help: Type.Optional(Type.String({ description: "A sentence that is shown with it." })),
    required: Type.Optional(
      Type.Boolean({
        description: "Whether nothing can be sent without it; a `checkbox` must be ticked. Default: false.",
      }),
    ),
    options: Type.Optional(
      Type.Union([OptionList, Type.Record(Type.String(), Type.String())], {
        description: "What there is to choose from (radios, select, checkboxes): a list, or value and label.",
        examples: [["Film", "Series"], { film: "A film", series: "A series" }],
      }),
    ),
    max_length: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_000,
        description:
          "The most characters (textfield, textarea, email, url, tel). Default: 1,000, in a textarea 10,000.",
      }),
    ),
    shown_when: ShownWhen,
    default: Type.Optional(
      Type.Union([Type.String(), Type.Boolean(), Type.Array(Type.String())], {
        description: "What it holds to begin with; `true` for a `checkbox`, a list for `checkboxes`.",
      }),
    ),
  },
  { additionalProperties: false, description: "Something that the form asks." },
);

const Action = Type.Object(
  {
    action: oneOf(FORM_ACTIONS, "`store` keeps what was sent in the database, `mail` sends it to somebody."),
    to: Type.Optional(
      Type.String({
        pattern: ADDRESS,
        description: "Whom the mail goes to: one address (mail).",
        examples: ["editors@example.org"],
      }),
    ),
    subject: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: "^[^\\r\\n]*$",
        description: "The subject of the mail, in one line (mail).",
      }),
    ),
  },
  { additionalProperties: false, description: "Something that is done with what was sent." },
);

const Store = oneOf(["store"], "What was sent is kept in the database.");

export const FormSpec = Type.Object(
  {
    label: Label,
    description: Description,
    path: Type.String({
      pattern: PAGE_PATH,
      description:
        "Where its page is, a path without holes. A limit that matches it with the method POST says how often it can be sent.",
      examples: ["/contact"],
    }),
    elements: named(FormElementSpec, "What it asks, by a name of its own, in the order in which it is shown."),
    submit: Type.Optional(
      Type.String({ minLength: 1, maxLength: 255, description: `What the button says. Default: ${SUBMIT_LABEL}.` }),
    ),
    permission: Type.Optional(
      Type.String({ description: "Who may see and send it; without it, everyone may.", examples: ["access content"] }),
    ),
    on_submit: Type.Union([Store, Type.Array(Type.Union([Store, Action]), { minItems: 1 })], {
      description: "What is done with what was sent.",
      examples: ["store", ["store", { action: "mail", to: "editors@example.org", subject: "A question" }]],
    }),
    confirmation: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1_000,
        description: `What is said over the form when it was sent. Default: ${CONFIRMATION}`,
      }),
    ),
    redirect: Type.Optional(
      Type.String({
        pattern: LOCAL_PATH,
        description:
          "The page of the site that follows when it was sent, which says thanks by itself. Default: the form again, with the confirmation.",
        examples: ["/thanks"],
      }),
    ),
    renamed_from: RenamedFrom,
  },
  {
    additionalProperties: false,
    description: "A form with a page of its own, and what becomes of what is sent with it.",
  },
);

export type FormElementSpec = Static<typeof FormElementSpec>;
export type FormSpec = Static<typeof FormSpec>;
export type FormAction = Static<typeof Action>;

/** A form that a pack declares. */
export type SiteForm = FormSpec & { readonly name: string };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly form: { readonly spec: FormSpec; readonly share: { readonly forms: ReadonlyMap<string, SiteForm> } };
  }
}
