import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { DURATION, Label, oneOf, RenamedFrom } from "./common.ts";

export const RoleSpec = Type.Object(
  {
    label: Label,
    weight: Type.Optional(Type.Integer({ description: "Where it stands among roles; lower comes first. Default: 0." })),
    permissions: Type.Optional(
      Type.Array(Type.String(), { uniqueItems: true, description: "What its holders may do." }),
    ),
    all_permissions: Type.Optional(
      Type.Boolean({ description: "Its holders may do everything, also what comes later." }),
    ),
    owner: Type.Optional(
      Type.Union(
        [
          Type.Literal("site", { description: "All of it." }),
          Type.Object(
            { permissions: Type.Optional(Type.Literal("site", { description: "What its holders may do." })) },
            { additionalProperties: false, description: "These parts." },
          ),
        ],
        {
          description: "What administrators may change on the site: the pack gives its first value. Default: nothing.",
        },
      ),
    ),
    renamed_from: RenamedFrom,
  },
  { additionalProperties: false, description: "A role: a name for a set of permissions." },
);

export const LimitSpec = Type.Object(
  {
    label: Label,
    match: Type.Object(
      {
        path: Type.String({
          pattern: "^/",
          description: "The path that is asked for; `{name}` stands for any one segment.",
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

export type RoleSpec = Static<typeof RoleSpec>;
export type LimitSpec = Static<typeof LimitSpec>;
