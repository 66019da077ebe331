/**
 * How the text of a stored value becomes a value that Postgres can compare. A cast never fails: what is not of the type is null.
 * The gather compiler and the index builder both take their expressions from here, so that an index fits its query to the letter.
 */
export const CASTS = {
  text: { sqlType: "text", cast: (text: string) => `(${text})` },
  number: {
    sqlType: "numeric",
    cast: (text: string) => `(CASE WHEN (${text}) ~ '^-?\\d+(\\.\\d+)?$' THEN (${text})::numeric END)`,
  },
  boolean: {
    sqlType: "boolean",
    cast: (text: string) => `(CASE ${text} WHEN 'true' THEN true WHEN 'false' THEN false END)`,
  },
  /** ISO text sorts as it is, byte by byte. */
  date: { sqlType: "text", cast: (text: string) => `((${text}) COLLATE "C")` },
} as const satisfies { readonly [name: string]: { readonly sqlType: string; cast(text: string): string } };

export type CastName = keyof typeof CASTS;
