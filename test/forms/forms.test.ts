import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { HtmlValidate } from "html-validate";
import { Fault } from "../../kernel/base/fault.ts";
import type { FormHandler } from "../../kernel/forms/handle-form.ts";
import { handleForm } from "../../kernel/forms/handle-form.ts";
import { renderForm } from "../../kernel/forms/render-form.ts";
import { readFormValues, validateForm } from "../../kernel/forms/values.ts";
import type { Form } from "../../kernel/model/forms.ts";
import { createAssets } from "../../kernel/render/assets.ts";
import { createTemplates } from "../../kernel/render/templates.ts";
import { ENGLISH, IN_ENGLISH } from "../../kernel/words/create-words.ts";
import { readAssetFiles, readTemplateFiles } from "../support/film-pages.ts";

const templates = createTemplates(readTemplateFiles(), createAssets(readAssetFiles()), ENGLISH);

const roles = [
  { value: "editor", label: "Editor", description: "Edits." },
  { value: "locked", label: "Locked", disabled: true },
  { value: "critic", label: "Critic" },
];
const form: Form = {
  id: "account",
  action: "/people/new",
  elements: {
    save: { "#type": "submit", "#value": "Save", "#button": "primary" },
    more: { "#type": "submit", "#value": "Save and go on", "#weight": 1 },
    name: { "#type": "textfield", "#title": "Name", "#required": true, "#max_length": 8, "#autocomplete": "username" },
    mail: { "#type": "email", "#title": "Mail", "#description": "Nobody else sees it.", "#weight": -1 },
    pass: { "#type": "password", "#title": "Password", "#min_length": 4, "#autocomplete": "new-password" },
    note: { "#type": "markup", "#value": "Be <kind>." },
    kept: { "#type": "hidden", "#value": "k" },
    access: {
      "#type": "fieldset",
      "#title": "Access",
      "#children": {
        roles: { "#type": "checkboxes", "#title": "Roles", "#options": roles, "#default_value": ["locked"] },
        content: { "#type": "radios", "#title": "Content", "#required": true, "#options": roles },
        zone: { "#type": "select", "#title": "Zone", "#options": roles },
        active: { "#type": "checkbox", "#title": "Active", "#default_value": true },
        since: { "#type": "textfield", "#title": "Since", "#disabled": true, "#default_value": "1999" },
      },
    },
  },
};

const body = (values: { [name: string]: string | readonly string[] }) =>
  new URLSearchParams(Object.entries(values).flatMap(([name, given]) => [given].flat().map((value) => [name, value])));
const good = {
  name: " Ada ",
  mail: "ada@example.org",
  pass: " four ",
  content: "critic",
  roles: ["editor"],
  save: "1",
};

test("values are read by the type of their field, and what the form does not ask for is left out", () => {
  const sent = body({ ...good, roles: ["editor", "editor", "locked"], since: "2020", is_admin: "1", kept: "x" });
  expect(readFormValues(form, sent)).toEqual({
    mail: "ada@example.org",
    save: true,
    more: false,
    name: "Ada",
    pass: " four ",
    kept: "x",
    roles: ["editor", "locked"],
    content: "critic",
    zone: "",
    active: false,
    since: "1999",
  });
});

test("a choice that cannot be changed is neither taken nor given away", () => {
  const of = (given: readonly string[]) => readFormValues(form, body({ roles: given }))["roles"];
  expect(of([])).toEqual(["locked"]);
  expect(of(["locked", "critic"])).toEqual(["critic", "locked"]);
});

test.each([
  [{ name: "" }, { name: "Name is required." }],
  [{ name: "   " }, { name: "Name is required." }],
  [{ name: "a\nb" }, { name: "Name has a character that cannot be seen." }],
  [{ name: "123456789" }, { name: "Name has more than 8 characters." }],
  [{ name: "🎬".repeat(8) }, {}],
  [{ mail: "ada" }, { mail: "Mail is not a mail address." }],
  [{ mail: "" }, {}],
  [{ pass: "abc" }, { pass: "Password has fewer than 4 characters." }],
  [{ content: "" }, { content: "Content is required." }],
  [{ content: "owner" }, { content: "Content is not one of the choices." }],
  [{ roles: ["editor", "root"] }, { roles: "Roles is not one of the choices." }],
  [{ zone: "nowhere" }, { zone: "Zone is not one of the choices." }],
  [{ name: "x".repeat(100_000) }, { name: "Name has more than 8 characters." }],
])("%j is checked", (changed, expected) => {
  expect(validateForm(IN_ENGLISH, form, readFormValues(form, body({ ...good, ...changed })))).toEqual(expected);
});

test("whatever is sent, reading and checking never fail, and only what was asked for comes out", () => {
  const names = new Set(Object.keys(readFormValues(form, body({}))));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names, "other", "__proto__"), fc.string())), (pairs) => {
      const values = readFormValues(form, new URLSearchParams(pairs));
      expect(new Set(Object.keys(values))).toEqual(names);
      for (const name of Object.keys(validateForm(IN_ENGLISH, form, values))) expect(names.has(name)).toBe(true);
    }),
  );
});

describe("as HTML", () => {
  const shown = (view: Partial<Parameters<typeof renderForm>[2]> = {}) =>
    renderForm({ templates, words: ENGLISH }, form, { formToken: "t0ken", ...view }).toHTML();

  test("a form is valid, with fields in order of their weight, buttons last, and the token of the session", async () => {
    const html = shown();
    const ids = [...html.matchAll(/<(?:input|select|button)[^>]*name="([a-z_]+)"/g)].map(([, name]) => name);
    expect([...new Set(ids)]).toEqual(
      "form_token mail name pass kept roles content zone active since save more".split(" "),
    );
    expect(html).toContain('<input type="hidden" name="form_token" value="t0ken">');
    expect(html).toContain("Be &lt;kind&gt;.");
    expect(html).not.toContain('role="alert"');
    expect(await invalid(html)).toEqual([]);
  });

  test("what is wrong is said first, linked to its field, and beside the field", async () => {
    const errors = { "": "The site is full.", name: "Name is required.", content: "Content is required." };
    const values = readFormValues(form, body({ ...good, name: "", mail: '"><b>', pass: "s3cret!" }));
    const html = shown({ values, errors });
    expect(html).toContain("3 things need your attention.");
    expect(html).toContain("<li>The site is full.</li>");
    expect(html).toContain('<li><a href="#account-name">Name is required.</a></li>');
    expect(html).toContain('<li><a href="#account-content-1">Content is required.</a></li>');
    expect(html).toMatch(/id="account-name"[^>]* required aria-invalid="true" aria-describedby="account-name-error"/);
    expect(html).toContain('value="&quot;&gt;&lt;b&gt;"');
    expect(html).toMatch(/name="roles" type="checkbox" value="editor" checked/);
    expect(html).not.toContain("s3cret!");
    expect(await invalid(html)).toEqual([]);
  });

  async function invalid(html: string): Promise<readonly string[]> {
    const validate = new HtmlValidate({
      extends: ["html-validate:recommended"],
      rules: {
        "void-style": "off",
        "attribute-boolean-style": "off",
        "no-trailing-whitespace": "off",
        // Boxes of one question share their name, as HTML has it.
        "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit"] }],
      },
    });
    const report = await validate.validateString(html);
    return report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
  }
});

describe("what is sent", () => {
  const handler = (given: Partial<FormHandler>): FormHandler => ({
    form,
    submit: async () => ({ redirect: "/done", message: "Saved." }),
    ...given,
  });

  test("is done when nothing is wrong with it", async () => {
    expect(await handleForm(IN_ENGLISH, handler({}), body(good))).toEqual({ redirect: "/done", message: "Saved." });
  });

  test("comes back with everything that is wrong, and is not done", async () => {
    let submitted = 0;
    const submit = async () => {
      submitted += 1;
      return { redirect: "/done" };
    };
    const own = await handleForm(
      IN_ENGLISH,
      handler({ submit, validate: () => ({ mail: "taken" }) }),
      body({ mail: "x" }),
    );
    expect(own).toMatchObject({
      status: 422,
      errors: { name: "Name is required.", mail: "Mail is not a mail address.", content: "Content is required." },
      values: { mail: "x" },
    });
    const more = await handleForm(
      IN_ENGLISH,
      handler({ submit, validate: () => ({ mail: "Mail is taken." }) }),
      body(good),
    );
    expect(more).toMatchObject({ status: 422, errors: { mail: "Mail is taken." } });
    expect(submitted).toBe(0);
  });

  test("comes back when it is refused while it is done; other faults are faults", async () => {
    const refused = await handleForm(
      IN_ENGLISH,
      handler({ submit: async () => ({ errors: { "": "No." }, status: 401 }) }),
      body(good),
    );
    expect(refused).toMatchObject({ status: 401, errors: { "": "No." } });
    const failing = (fault: Fault) =>
      handleForm(IN_ENGLISH, handler({ submit: () => Promise.reject(fault) }), body(good));
    expect(await failing(new Fault("item.invalid", "It does not fit."))).toMatchObject({
      status: 422,
      errors: { "": "It does not fit." },
    });
    await expect(failing(new Fault("access.denied", "No."))).rejects.toMatchObject({ code: "access.denied" });
  });
});
