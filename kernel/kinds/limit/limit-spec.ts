import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { DURATION, Label, oneOf } from "../../model/specs/common.ts";

export const LimitSpec = Type.Object(
  {
    label: Label,
    match: Type.Object(
      {
        path: Type.String({
          pattern: "^/",
          examples: ["/user/login", "/category/{tag}", "/api/*"],
          description:
            "The path that is asked for; `{name}` stands for any one segment, `*` at the end for all that is below.",
        }),
        method: Type.Optional(oneOf(["GET", "POST"], "Default: any.")),
        with_query: Type.Optional(Type.Boolean({ description: "Only requests that have a query string." })),
      },
      { additionalProperties: false, description: "The requests that count." },
    ),
    key: oneOf(["ip"], "Who is counted."),
    counts: Type.Optional(
      oneOf(["requests", "failures"], "`failures`: only a sign-in that is refused counts. Default: requests."),
    ),
    points: Type.Integer({ minimum: 1, description: "How many of them are allowed." }),
    per: Type.String({
      pattern: DURATION,
      description: "In which time: `1 minute`, `15 minutes`, `1 hour`.",
    }),
  },
  { additionalProperties: false, description: "A rate limit on a route." },
);

export type LimitSpec = Static<typeof LimitSpec>;

export type Limit = LimitSpec & { readonly name: string };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly limit: { readonly spec: LimitSpec; readonly share: { readonly limits: readonly Limit[] } };
  }
}
