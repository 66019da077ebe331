import { sql } from "slonik";
import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import { HYPHENATED_NAME } from "../../model/specs/common.ts";
import { ARE, countText } from "../count-text.ts";
import type { Kind, ObjectChange, Shape, Touch } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { followedPermission, withPart } from "../renamed.ts";
import { PLAIN } from "../shape.ts";
import { specTable } from "../spec-table.ts";
import { withoutDefaults } from "../without-defaults.ts";
import { checkForm } from "./form-check.ts";
import { CONFIRMATION, FormSpec, SUBMIT_LABEL } from "./form-spec.ts";

const SHAPE: Shape = {
  ...PLAIN,
  keyedLists: { on_submit: "action" },
  ordered: ["elements", "elements.*.options"],
  instructions: ["renamed_from"],
};
const TABLE = specTable("form", SHAPE);

const FIRST_FILE: Kind["firstFile"] = {
  description: "a form: what it asks, and what becomes of what is sent",
  text: ({ name, label }) => `label: ${label}
path: /${name}
elements:
  name:    { type: textfield, label: Name, required: true }
  mail:    { type: email,     label: Mail address, help: So that we can answer. }
  message: { type: textarea,  label: Message, required: true, max_length: 2000 }
submit: Send
on_submit: store
confirmation: Thank you. What you sent has arrived.
`,
};

/** A form with a page of its own. When it goes, what was sent with it stays. */
export const form: Kind<"form"> = {
  ...SHAPE,
  ...TABLE,
  name: "form",
  origin: "yaml",
  folder: "forms",
  namePattern: HYPHENATED_NAME,
  schema: FormSpec,
  firstFile: FIRST_FILE,
  expand,
  canonical,
  check: checkForm,
  addresses: (_name, spec) => {
    const { path, permission } = spec as FormSpec;
    return [{ path, at: ["path"], methods: ["GET", "POST"], permission }];
  },
  links: (spec) => {
    const { redirect } = spec as FormSpec;
    return redirect === undefined ? [] : [{ path: redirect, at: ["redirect"] }];
  },
  leftToSite: null,
  needsLeave: true,
  pluginOf: null,
  permissions: null,
  tables: { form: "read", form_submission: "none" },
  share: async ({ specs }) => ({
    forms: mapValues(await specs("form"), (name, spec) => ({ ...spec, name })),
  }),
  whenAbsent: "remove",
  touches,
  read: async (db) => new Map([...(await TABLE.read(db))].map(([name, spec]) => [name, canonical(spec)])),
  followed: (_name, spec, renamed) =>
    withPart(spec, "permission", (permission: string) => followedPermission(permission, renamed)),
  renames: {
    ...TABLE.renames,
    rename: async (db, renamed) => {
      await TABLE.renames.rename(db, renamed);
      await db.run(sql.unsafe`update form_submission set form = ${renamed.next} where form = ${renamed.name}`);
    },
    count: async (db, { name }) => {
      const submissions = await countSubmissions(db, name);
      return submissions === 0 ? null : countText(submissions, "submission");
    },
  },
  content: null,
};

/** One action needs no list, and one without settings no mapping: `store` is `[{action: store}]`. */
function expand(layer: JsonObject): JsonObject {
  const actions = layer["on_submit"];
  if (typeof actions === "string") return { ...layer, on_submit: [{ action: actions }] };
  if (!Array.isArray(actions)) return layer;
  return { ...layer, on_submit: actions.map((action) => (typeof action === "string" ? { action } : action)) };
}

function canonical(spec: JsonObject): JsonObject {
  const whole = withPart(expand(spec), "elements", (elements: JsonObject) =>
    Object.fromEntries(Object.entries(elements).map(([name, element]) => [name, canonicalElement(element)])),
  );
  return withoutDefaults(whole, { description: "", submit: SUBMIT_LABEL, confirmation: CONFIRMATION });
}

function canonicalElement(element: Json): Json {
  return isObject(element) ? withoutDefaults(element as JsonObject, { required: false, help: "" }) : element;
}

async function touches(db: Db, { name, next }: ObjectChange): Promise<readonly Touch[]> {
  if (next !== null) return [];
  const submissions = await countSubmissions(db, name);
  return submissions === 0 ? [] : [{ path: [], impact: `${countText(submissions, "submission", ARE)} kept` }];
}

async function countSubmissions(db: Db, form: string): Promise<number> {
  const { submissions } = await db.one<{ readonly submissions: number }>(
    sql.unsafe`select count(*) as submissions from form_submission where form = ${form}`,
  );
  return submissions;
}
