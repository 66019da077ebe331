/**
 * How a member of a stored value becomes a value that Postgres can compare; `entry` is SQL for the jsonb that holds it.
 * A cast never fails: what is not of the type is null. The gather compiler and the index builder both take their
 * expressions from here, so that an index fits its query to the letter.
 */
export const CASTS = {
  text: { sqlType: "text", cast: (entry: string, member: string) => `(${entry}->>'${member}')` },
  /**
   * Numbers are stored as numbers, for which no text has to be made and matched; those that came in as text count too.
   */
  number: {
    sqlType: "numeric",
    cast: (entry: string, member: string) => {
      const [json, text] = [`(${entry}->'${member}')`, `(${entry}->>'${member}')`];
      const fromText = `CASE WHEN ${text} ~ '^-?\\d+(\\.\\d+)?$' THEN ${text}::numeric END`;
      return `(CASE jsonb_typeof${json} WHEN 'number' THEN ${json}::numeric WHEN 'string' THEN ${fromText} END)`;
    },
  },
  boolean: {
    sqlType: "boolean",
    cast: (entry: string, member: string) =>
      `(CASE ${entry}->>'${member}' WHEN 'true' THEN true WHEN 'false' THEN false END)`,
  },
  /** The id of what is referred to. */
  reference: { sqlType: "text", cast: (entry: string, member: string) => `(${entry}->>'${member}')` },
  /** ISO text sorts as it is, byte by byte. */
  date: { sqlType: "text", cast: (entry: string, member: string) => `((${entry}->>'${member}') COLLATE "C")` },
  /** Moments in UTC sort byte by byte too. */
  datetime: { sqlType: "text", cast: (entry: string, member: string) => `((${entry}->>'${member}') COLLATE "C")` },
} as const satisfies {
  readonly [name: string]: { readonly sqlType: string; cast(entry: string, member: string): string };
};

export type CastName = keyof typeof CASTS;
