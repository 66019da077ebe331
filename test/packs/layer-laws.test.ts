import { describe, expect, test } from "@jest/globals";
import { isObject } from "../../kernel/base/json.ts";
import { readYaml } from "../../kernel/base/yaml.ts";
import { KINDS, KINDS_IN_ORDER } from "../../kernel/kinds/kinds.ts";
import type { KindName } from "../../kernel/model/kind-types.ts";
import { manifest, objectOf, readSmallSite } from "../support/small-site.ts";

const IMPORT = `label: Notes
source: { path: imports/note.json, format: json }
target: { type: note, status: published }
key: [title]
map:
  title: { from: title, required: true }
batch: 10
`;

/** A whole file of each kind, and a key of it that may be left out; null where there is none. */
const EXAMPLES: { readonly [kind: string]: { readonly text: string; readonly optional: string | null } } = {
  limit: { text: KINDS.limit.firstFile!.text({ name: "note", label: "Note", type: undefined }), optional: null },
  ...Object.fromEntries(
    Object.entries({
      type: "view_modes",
      vocabulary: "tags",
      gather: "description",
      role: "weight",
      format: "allowed_tags",
      menu: "links",
      form: "description",
    }).map(([kind, optional]) => {
      const text = KINDS[kind as KindName].firstFile!.text({ name: "note", label: "Note", type: undefined });
      return [kind, { text: text.includes(`${optional}:`) ? text : `${text}${optional}: Said.\n`, optional }];
    }),
  ),
  import: { text: IMPORT, optional: "batch" },
};

/** Words are called by a language and have no label; their layers are tested with them. */
const kinds = KINDS_IN_ORDER.filter(({ folder, name }) => folder !== null && name !== "words");

/** A site whose packs give these layers of one object, each pack over the one before it. */
async function layered(kind: KindName, ...layers: readonly string[]) {
  const { folder } = kinds.find(({ name }) => name === kind)!;
  const files = layers.flatMap((text, index) => [
    [
      `packs/layer_${index}/pack.yaml`,
      manifest(`layer_${index}`, index === 0 ? "" : `requires: [layer_${index - 1}]\n`),
    ],
    [`packs/layer_${index}/${folder}/note.yaml`, text],
  ]);
  const type = kind === "import" ? [["packs/layer_0/types/note.yaml", "label: Note\nfields: {}\n"]] : [];
  const packs = await readSmallSite([`layer_${layers.length - 1}`], Object.fromEntries([...files, ...type]));
  expect(packs.faults.map(({ message, source }) => `${source?.file}: ${message}`)).toEqual([]);
  return objectOf(packs, kind, "note");
}

const packOf = (file: string) => file.split("/")[1];

describe.each(kinds.map(({ name }) => name))("layers of a %s", (kind) => {
  const { text, optional } = EXAMPLES[kind] ?? { text: "", optional: null };

  test("that say nothing change nothing, and every place stays where it was", async () => {
    const whole = await layered(kind, text);
    const same = await layered(kind, text, "extends: true\n", "extends: true\n");
    expect(same.spec).toEqual(whole.spec);
    expect(same.pack).toBe("layer_0");
    for (const key of Object.keys(whole.spec)) expect(packOf(same.sourceOf([key]).file)).toBe("layer_0");
  });

  test("that say all of it again change nothing", async () => {
    const whole = await layered(kind, text);
    expect((await layered(kind, text, `extends: true\n${text}`)).spec).toEqual(whole.spec);
  });

  test("change what they give, and only that, and it is known where it was given", async () => {
    const whole = await layered(kind, text);
    const changed = await layered(kind, text, "extends: true\nlabel: Second\n", "extends: true\nlabel: Third\n");
    expect(changed.spec).toEqual({ ...whole.spec, label: "Third" });
    expect(changed.sourceOf(["label"])).toMatchObject({ file: expect.stringContaining("layer_2"), line: 2 });
    const others = Object.keys(whole.spec).filter((key) => key !== "label");
    for (const key of others) expect(packOf(changed.sourceOf([key]).file)).toBe("layer_0");
  });

  test("take away what they remove, and can give it again", async () => {
    if (optional === null) return;
    const whole = await layered(kind, text);
    expect(whole.spec).toHaveProperty(optional);
    const removed = await layered(kind, text, `extends: true\n${optional}: ~\n`);
    const { [optional]: given, ...others } = whole.spec;
    const left = removed.spec[optional];
    // A canonical form may say in full what is there by default.
    if (left !== undefined && isObject(left)) expect(Object.keys(left)).toEqual([]);
    else expect(left ?? null).not.toEqual(given);
    expect(Object.keys(others).every((key) => key in removed.spec)).toBe(true);
    const again = { [optional]: (readYaml(text, "a.yaml").value as { [key: string]: unknown })[optional] };
    const back = await layered(
      kind,
      text,
      `extends: true\n${optional}: ~\n`,
      JSON.stringify({ extends: true, ...again }),
    );
    expect(back.spec).toEqual(whole.spec);
  });
});

test("a reference to the environment is not looked at in a pack", async () => {
  const object = await layered("type", "label: ${HOME:-x}\nfields: {}\n");
  expect(object.spec["label"]).toBe("${HOME:-x}");
});
