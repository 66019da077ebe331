import { isObjectRename, previousName } from "../../kinds/renamed.ts";
import type { SiteFiles } from "../../model/desired.ts";
import type { PlanWarning } from "../../model/plan.ts";
import type { PlannedRename } from "../renames/plan-renames.ts";

/**
 * Templates and plugins that still have the old name of a renamed field in them: they are not part of what a rename
 * moves.
 */
export function warningsOf(
  renames: readonly PlannedRename[],
  { templates, bundles }: Pick<SiteFiles, "templates" | "bundles">,
): readonly PlanWarning[] {
  return renames.flatMap(({ asked, change: { address } }): readonly PlanWarning[] => {
    if (asked.kind !== "type" || isObjectRename(asked)) return [];
    const previous = previousName(asked);
    const warning = (file: string, line: number, what: string) => ({
      address,
      source: { file, line, column: 1 },
      message: `${what} still names ${previous}, which is ${asked.next} from now on.`,
    });
    return [
      ...templates.flatMap(({ file, content, name }) =>
        linesWith(content, previous).map((line) => warning(file, line, `Template ${name}`)),
      ),
      ...bundles
        .filter(({ wasm }) => wasm.includes(previous, 0, "utf8") || wasm.includes(previous, 0, "utf16le"))
        .map(({ manifestFile, name }) => warning(manifestFile, 1, `Plugin ${name}`)),
    ];
  });
}

/** Warns of objects of a later release, whose kinds this one does not know: they stay as they are. */
export function unknownWarnings(unknown: ReadonlyMap<string, string>): readonly PlanWarning[] {
  return [...unknown].map(([address, file]) => ({
    address,
    source: { file, line: 1, column: 1 },
    message: `${address} is of a kind that this release does not know; it stays as it is.`,
  }));
}

function linesWith(text: string, name: string): readonly number[] {
  const word = new RegExp(`(?<![\\w-])${name}(?![\\w-])`);
  return text.split("\n").flatMap((line, index) => (word.test(line) ? [index + 1] : []));
}
