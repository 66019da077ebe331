import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { MACHINE_NAME } from "../../model/specs/common.ts";

/** One entry of what a plugin's `tap_menu` returns, without its path, which is the name of the object. */
export const RouteSpec = Type.Object(
  {
    plugin: Type.String({ description: "The plugin that answers." }),
    title: Type.String({
      minLength: 1,
      maxLength: 255,
      description: "The title of the page; `{name}` stands for what is in that hole of the path.",
    }),
    callback: Type.String({
      pattern: "^[a-z][a-z0-9]*([_-][a-z0-9]+)*$",
      description: "The function that the plugin exports for it.",
    }),
    permission: Type.Optional(Type.String({ description: "Who sees the page; without it, everyone does." })),
    parent: Type.Optional(
      Type.String({
        pattern: "^/",
        description: "The page above it in the breadcrumb. Default: the one that its path is under.",
      }),
    ),
    query: Type.Optional(
      Type.Array(Type.String({ pattern: MACHINE_NAME }), {
        uniqueItems: true,
        maxItems: 16,
        description: "The parameters of the query that the callback is given, beside the holes of the path.",
      }),
    ),
    tags: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
        uniqueItems: true,
        description: "Cache tags that the page depends on, beside those of what its plugin loads.",
      }),
    ),
    max_age: Type.Optional(
      Type.Integer({ minimum: 0, description: "For how many seconds the page is kept at most; 0 for not at all." }),
    ),
  },
  { additionalProperties: false, description: "A page that a plugin serves." },
);

export type RouteSpec = Static<typeof RouteSpec>;

/** A page that a plugin serves, by its path. */
export type Route = RouteSpec & { readonly path: string };

declare module "../../model/kind-types.ts" {
  interface KindTypes {
    readonly route: {
      readonly spec: RouteSpec;
      readonly share: {
        /** The pages that plugins serve, by path. */ readonly routes: ReadonlyMap<string, Route>;
      };
    };
  }
}
