import { Type } from "@sinclair/typebox";
import { DateSettings } from "../date/date-spec.ts";

export const DatetimeSettings = {
  ...DateSettings,
  time_zone: Type.Optional(
    Type.String({
      description: "The time zone in which moments are written that name none (datetime). Default: UTC.",
      examples: ["Europe/Berlin"],
    }),
  ),
};
