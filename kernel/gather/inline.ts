import type { PrimitiveValueExpression } from "slonik";
import type { Fragment } from "./raw-sql.ts";
import { quoted, rawSql } from "./raw-sql.ts";

/**
 * A fragment with its values written into its text. For what a file declares: it never changes while the site runs, so
 * the statement can be planned once, and with the values known.
 */
export function inlined(fragment: Fragment): Fragment {
  // A text that looks like a placeholder would be taken for one.
  if (JSON.stringify(fragment.values).includes("$slonik_")) return fragment;
  return rawSql(fragment.sql.replace(/\$slonik_(\d+)/g, (_, number) => literal(fragment.values[Number(number) - 1]!)));
}

function literal(value: PrimitiveValueExpression): string {
  if (Array.isArray(value)) return quotedText(`{${value.map(arrayEntry).join(",")}}`);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return quotedText(String(value));
}

/** Backslashes mean themselves only in some settings of the server, and in this form in none. */
function quotedText(text: string): string {
  return text.includes("\\") ? ` E${quoted(text.replaceAll("\\", "\\\\"))}` : quoted(text);
}

function arrayEntry(value: PrimitiveValueExpression): string {
  return `"${String(value).replace(/["\\]/g, "\\$&")}"`;
}
