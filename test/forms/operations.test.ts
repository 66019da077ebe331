import { describe, expect, test } from "@jest/globals";
import { HtmlValidate } from "html-validate";
import { elementAt, operated, operationIn } from "../../kernel/forms/operations.ts";
import { renderForm, renderFormPart } from "../../kernel/forms/render-form.ts";
import { readFormValues, validateForm } from "../../kernel/forms/values.ts";
import type { Form, FormValues } from "../../kernel/model/forms.ts";
import { createAssets } from "../../kernel/render/assets.ts";
import { createTemplates } from "../../kernel/render/templates.ts";
import { ENGLISH, IN_ENGLISH } from "../../kernel/words/create-words.ts";
import { readAssetFiles, readTemplateFiles } from "../support/film-pages.ts";

const site = {
  templates: createTemplates(readTemplateFiles(), createAssets(readAssetFiles()), ENGLISH),
  words: ENGLISH,
};
const form: Form = {
  id: "album",
  action: "/album",
  elements: {
    title: { "#type": "textfield", "#title": "Title", "#max_length": 20, "#counts": true },
    tracks: {
      "#type": "rows",
      "#title": "Tracks",
      "#required": true,
      "#most": 3,
      "#children": {
        name: { "#type": "textfield", "#title": "Name" },
        takes: { "#type": "rows", "#title": "Takes", "#children": { value: { "#type": "number", "#suffix": "s" } } },
      },
    },
    label: { "#type": "reference", "#title": "Label", "#most": 1, "#target": { kind: "item" }, "#options": [] },
    save: { "#type": "submit", "#value": "Save" },
  },
};
const track = (name: string, ...takes: string[]) => ({ name, takes: takes.map((value) => ({ value })) });
const values: FormValues = { title: "A", tracks: [track("a", "1", "2"), track("b")], label: [], save: false };
const changedBy = (written: string) =>
  operated(form.elements, values, operationIn(new URLSearchParams({ form_op: written }))!);
const names = (changed: FormValues) => (changed["tracks"] as readonly FormValues[]).map(({ name }) => name);

describe("a button inside of a form", () => {
  test.each([
    ["add tracks", ["a", "b", ""]],
    ["remove tracks 0", ["b"]],
    ["up tracks 1", ["b", "a"]],
    ["down tracks 0", ["b", "a"]],
    ["up tracks 0", ["a", "b"]],
    ["down tracks 1", ["a", "b"]],
    ["remove tracks 7", ["a", "b"]],
    ["add title", ["a", "b"]],
    ["add nothing", ["a", "b"]],
    ["add __proto__", ["a", "b"]],
    ["find tracks", ["a", "b"]],
  ])("%s", (written, expected) => {
    expect(names(changedBy(written))).toEqual(expected);
  });

  test("changes rows within rows", () => {
    expect(changedBy("remove tracks[0][takes] 0")["tracks"]).toEqual([track("a", "2"), track("b")]);
    expect(changedBy("add tracks[1][takes]")["tracks"]).toEqual([track("a", "1", "2"), track("b", "", "")]);
  });

  test("adds no more rows than there may be", () => {
    const full = { ...values, tracks: [track("a"), track("b"), track("c")] };
    const more = { what: "add", name: "tracks", row: 0 } as const;
    expect(operated(form.elements, full, more)).toEqual(full);
  });

  test("is known by its words, and nothing else is one", () => {
    const of = (form_op: string) => operationIn(new URLSearchParams({ form_op }));
    expect(of("up tracks[0][takes] 12")).toEqual({ what: "up", name: "tracks[0][takes]", row: 12 });
    for (const wrong of ["", "save", "add", "add a b", "drop tracks 1", "add  x", "up x 99999"])
      expect(of(wrong)).toBeNull();
  });
});

test("elements are found by the name under which they are sent", () => {
  expect(elementAt(form.elements, "tracks[3][takes][0][value]")?.["#type"]).toBe("number");
  expect(elementAt(form.elements, "tracks[takes]")?.["#title"]).toBe("Takes");
  for (const nowhere of ["", "x", "title[0]", "tracks[0]x"])
    expect(elementAt(form.elements, nowhere)?.["#type"]).not.toBe("number");
});

describe("what is asked for by what others hold", () => {
  const kinds = ["cd", "vinyl", "stream"].map((value) => ({ value, label: value }));
  const asking: Form = {
    id: "record",
    action: "/record",
    elements: {
      kind: { "#type": "select", "#title": "Kind", "#options": kinds },
      speed: { "#type": "textfield", "#title": "Speed", "#required": true, "#shown_when": { kind: "vinyl" } },
      shelf: { "#type": "textfield", "#title": "Shelf", "#shown_when": { kind: ["cd", "vinyl"] } },
      note: { "#type": "textfield", "#title": "Note", "#shown_when": { shelf: true } },
      missing: { "#type": "checkbox", "#title": "Missing", "#shown_when": { shelf: false, kind: ["cd", "vinyl"] } },
    },
  };
  const read = (query: string) => readFormValues(asking, new URLSearchParams(query));

  test("holds nothing where it is not asked for, whatever is sent, and nor does what hangs on it", () => {
    expect(read("kind=stream&speed=33&shelf=A&note=x&missing=1")).toEqual({
      ...{ kind: "stream", speed: "", shelf: "", note: "", missing: false },
    });
    expect(read("kind=cd&speed=33&shelf=A&note=x&missing=1")).toEqual({
      ...{ kind: "cd", speed: "", shelf: "A", note: "x", missing: false },
    });
    expect(read("kind=vinyl&speed=33&note=x&missing=1")).toMatchObject({ speed: "33", note: "", missing: true });
  });

  test("is required only where it is asked for", () => {
    expect(validateForm(IN_ENGLISH, asking, read("kind=vinyl"))).toEqual({ speed: "Speed is required." });
    expect(validateForm(IN_ENGLISH, asking, read("kind=cd"))).toEqual({});
  });

  test("is there for all who have no scripts, with what it hangs on for those who have", () => {
    const page = renderForm(site, asking, { formToken: "t" }).toHTML();
    expect(page.replaceAll("&quot;", '"').replaceAll("&#x3D;", "=")).toContain(
      `data-shown-when="{"kind":["cd","vinyl"]}"`,
    );
  });
});

describe("as HTML", () => {
  const shown = { values, errors: { "tracks[0][takes][1][value]": "Takes 2 is not a number." } };
  const page = renderForm(site, form, { formToken: "t", ...shown }).toHTML();

  test("rows have names that come back as the values that were shown", () => {
    const body = new URLSearchParams(
      [
        ...page.matchAll(
          /<input id="[^"]+" name="([^"]+)" type="(?:text|number)" value="([^"]*)"|type="hidden" name="([^"]+)" value="([^"]*)"/g,
        ),
      ].map(([, name, value, hidden, held]) => [name ?? hidden!, value ?? held!]),
    );
    expect(readFormValues(form, body)).toEqual({ ...values, tracks: [track("a", "1", "2"), track("b", "")] });
  });

  test("it is valid, and what is wrong stands at its row", async () => {
    const report = await new HtmlValidate({ extends: ["html-validate:recommended"] }).validateString(
      `<!DOCTYPE html><html lang="en"><head><title>A form</title></head><body>${page}</body></html>`,
    );
    expect(
      report.results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line }) => `${line} ${ruleId} ${message}`),
      ),
    ).toEqual([]);
    expect(page).toContain('<a href="#album-tracks--0--takes--1--value">Takes 2 is not a number.</a>');
    expect(page).toMatch(/id="album-tracks--0--takes--1--value"[^>]* aria-invalid="true"/);
  });

  test("who presses Enter means the button of the form", () => {
    expect(page.match(/<button[^>]*name="([^"]+)"/)?.[1]).toBe("save");
  });

  test("one part is the same as in the whole", () => {
    expect(page).toContain(renderFormPart(site, form, "tracks[0][takes]", shown)!.toHTML().trim());
    expect(renderFormPart(site, form, "nothing", shown)).toBeNull();
  });
});
