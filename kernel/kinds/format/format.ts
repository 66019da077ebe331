import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import { createFormatText } from "../../render/format.ts";
import { say } from "../../words/say.ts";
import { countText, HAVE } from "../count-text.ts";
import type { Kind, ObjectChange, Touch } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { PLAIN } from "../shape.ts";
import { withSortedSets } from "../sorted-sets.ts";
import { specTable } from "../spec-table.ts";
import { countRenamedFormat, holdsTextIn, renameFormat } from "./format-rename.ts";
import { FormatSpec } from "./format-spec.ts";

const SETS = ["allowed_tags"];

const FIRST_FILE: Kind["firstFile"] = {
  description: "a text format: what becomes of text that people write",
  text: ({ label }) => `label: ${label}
filters: [markdown, sanitize, linkify]
allowed_tags: [a, blockquote, code, em, h2, h3, li, ol, p, pre, strong, ul]
`,
};

/** A text format. */
export const format: Kind<"format"> = {
  ...PLAIN,
  ...specTable("text_format"),
  name: "format",
  origin: "yaml",
  folder: "formats",
  namePattern: MACHINE_NAME,
  schema: FormatSpec,
  firstFile: FIRST_FILE,
  sets: SETS,
  instructions: ["renamed_from"],
  expand: (layer) => layer,
  canonical: (spec) => withSortedSets({ sets: SETS }, spec),
  check: () => {},
  leftToSite: null,
  addresses: null,
  links: null,
  needsLeave: true,
  pluginOf: null,
  permissions: {
    of: (name) => [`use ${name}`],
    groups: (site) => [{ name: null, title: say(site, "roles.group_formats"), objects: site.formats.keys() }],
  },
  tables: { text_format: "read" },
  share: async ({ specs, share, parts }) => {
    const formats = mapValues(await specs("format"), (name, spec) => ({ ...spec, name }));
    const { words } = await share("words");
    return { formats, ...createFormatText(formats, { words }, parts.onBroken) };
  },
  whenAbsent: "remove",
  touches,
  renames: { rename: renameFormat, count: countRenamedFormat, isLong: async () => false, moved: () => null },
  followed: null,
  content: null,
};

async function touches(db: Db, { name, next }: ObjectChange): Promise<readonly Touch[]> {
  if (next !== null) return [];
  const { items } = await db.one<{ readonly items: number }>(sql.unsafe`
    select count(distinct item_id) as items from item_revision
    where ${holdsTextIn(name)}`);
  if (items === 0) return [];
  return [
    {
      path: [],
      impact: countText(items, "item"),
      blocked: {
        action: "remove",
        reason: `${countText(items, "item", HAVE)} text in this format`,
        hint: "Put the file back; without its format a text is shown as it was typed.",
      },
    },
  ];
}
