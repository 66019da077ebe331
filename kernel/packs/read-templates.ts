import { join } from "node:path";
import { kindOf } from "../kinds/kinds.ts";
import type { TemplateFile } from "../model/desired.ts";
import { HYPHENATED_NAME } from "../model/specs/common.ts";
import { checkTemplate } from "../render/check-template.ts";
import type { FileLayer } from "./file-layers.ts";
import type { Reading } from "./reading.ts";
import { entriesOf, report, shownPath, textOf } from "./reading.ts";
import { notMachineName } from "./schema-faults.ts";

const ENDING = ".hbs";

/** The templates of one layer, each of which parses. */
export function readTemplates(reading: Reading, { owner, layer, directory }: FileLayer): readonly TemplateFile[] {
  const folder = join(directory, "templates");
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    const file = shownPath(reading, path);
    if (entry.isDirectory) {
      const source = { file, line: 1, column: 1 };
      const hint = "Move its templates to templates.";
      report(reading, "pack.unknown_folder", "Folders in templates are not read.", { source, hint });
      return [];
    }
    const content = entry.name.endsWith(ENDING) ? textOf(reading, directory, path) : null;
    if (content === null) return [];
    const template = {
      name: entry.name.slice(0, -ENDING.length),
      layer,
      owner,
      file,
      content,
    };
    return isSound(reading, template) ? [template] : [];
  });
}

function isSound(reading: Reading, { name, owner, file, content }: TemplateFile): boolean {
  const before = reading.faults.length;
  if (!new RegExp(kindOf("template").namePattern).test(`${owner}/${name}`)) {
    reading.faults.push(notMachineName(name, HYPHENATED_NAME, { file, line: 1, column: 1 }));
  }
  const problem = checkTemplate(content);
  if (problem !== null) {
    const { line, column, message } = problem;
    report(reading, "template.syntax", message, { source: { file, line, column, length: 1 } });
  }
  return reading.faults.length === before;
}
