import { Document, isScalar, Scalar, visit } from "yaml";
import type { Json } from "./json.ts";

/**
 * `value` as one document of YAML, in the form that the files of packs have: two spaces, lists set in, double quotes
 * only where text could be taken for something else. Equal values, with their keys in the same order, are equal bytes.
 * Ends with a line break.
 */
export function writeYaml(value: Json): string {
  return formatYaml(new Document(value, { version: "1.2", schema: "core", aliasDuplicateObjects: false }));
}

/** A document in that form; what its scalars are written like stays where it is safe. */
export function formatYaml(document: Document): string {
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === "string" && needsQuotes(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0, indent: 2, indentSeq: true, flowCollectionPadding: true });
}

/**
 * Text that a block or a plain scalar would not give back as it is, or that other readers of YAML take for a boolean.
 */
function needsQuotes(text: string): boolean {
  return (
    /^(?:y|n|yes|no|on|off)$/i.test(text) ||
    /[^\n\x20-\x7e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029]| \n|^\s|[^\S\n]$/u.test(
      text,
    )
  );
}
