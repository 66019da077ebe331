/** A record that was kept out. Records count from 1. */
export type Rejection = {
  readonly record: number;
  readonly title: string | null;
  readonly reasons: readonly string[];
};

/** One line about it: `record 3,054: Title is required`. */
export function formatRejection({ record, title, reasons }: Rejection): string {
  const name = title === null ? "" : ` ${JSON.stringify(title)}`;
  return `record ${record.toLocaleString("en")}${name}: ${reasons.join("; ")}`;
}
