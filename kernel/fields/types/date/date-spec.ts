import { Type } from "@sinclair/typebox";

const DAY = "^\\d{4}-\\d{2}-\\d{2}$";

/** The settings of days and moments. */
export const DateSettings = {
  earliest: Type.Optional(Type.String({ pattern: DAY, description: "The first day allowed (date, datetime)." })),
  latest: Type.Optional(Type.String({ pattern: DAY, description: "The last day allowed (date, datetime)." })),
};
