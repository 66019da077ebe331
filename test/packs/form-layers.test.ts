import { expect, test } from "@jest/globals";
import { manifest, objectOf, readSmallSite } from "../support/small-site.ts";

test("a pack changes the form of another: what it asks, in which order, and what becomes of it", async () => {
  const files = {
    "packs/notes/pack.yaml": manifest("notes"),
    "packs/notes/forms/ask.yaml": `label: Ask
path: /ask
elements:
  topic: { type: select, label: Topic, options: [Film, Series] }
  name: { type: textfield, label: Name }
  message: { type: textarea, label: Message }
on_submit: [store, { action: mail, to: one@example.org, subject: Hello }]
`,
    "packs/more/pack.yaml": manifest("more", "requires: [notes]\n"),
    "packs/more/forms/ask.yaml": `extends: true
path: /questions
elements:
  name: ~
  message: { required: true }
  mail: { type: email, label: Mail }
on_submit:
  store: ~
  mail: { to: two@example.org }
`,
  };
  const packs = await readSmallSite(["more"], files);
  expect(packs.faults).toEqual([]);
  const form = objectOf(packs, "form", "ask");
  expect(form.spec).toEqual({
    label: "Ask",
    path: "/questions",
    elements: {
      topic: { type: "select", label: "Topic", options: ["Film", "Series"] },
      message: { type: "textarea", label: "Message", required: true },
      mail: { type: "email", label: "Mail" },
    },
    on_submit: [{ action: "mail", to: "two@example.org", subject: "Hello" }],
  });
  expect(Object.keys(form.spec["elements"]!)).toEqual(["topic", "message", "mail"]);
  expect(form.sourceOf(["on_submit", 0, "to"])).toMatchObject({ file: "packs/more/forms/ask.yaml", line: 9 });
});
