import pg from "pg";

/**
 * How values of some Postgres types are read, by the type's name and number; all others as the driver does by itself.
 */
const PARSERS = [
  // Counts and sizes: all of ours are far below 2^53.
  { name: "int8", oid: 20, arrayOid: 1016, parse: Number },
  { name: "numeric", oid: 1700, arrayOid: 1231, parse: Number },
  { name: "timestamptz", oid: 1184, arrayOid: 1185, parse: (text: string) => Date.parse(text) },
] as const;

/** For slonik. */
export const typeParsers = PARSERS.map(({ name, parse }) => ({
  name,
  parse: (text: string | null) => (text === null ? null : parse(text)),
}));

type Parser = (text: string) => unknown;
type GetParser = (oid: number, format?: "text") => Parser;
const native = pg.types.getTypeParser as GetParser;
const TEXT_ARRAY = 1009;

const byOid: ReadonlyMap<number, Parser> = new Map(
  PARSERS.flatMap(({ oid, arrayOid, parse }): [number, Parser][] => [
    [oid, parse],
    [
      arrayOid,
      (text) => (native(TEXT_ARRAY)(text) as (string | null)[]).map((entry) => (entry === null ? null : parse(entry))),
    ],
  ]),
);

/** For the driver itself. */
export const driverTypes = { getTypeParser: (oid: number) => byOid.get(oid) ?? native(oid) };
