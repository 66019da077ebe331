import type { Static } from "@sinclair/typebox";
import { Type } from "@sinclair/typebox";
import { TAPS } from "../taps.ts";
import { Description, MACHINE_NAME, oneOf } from "./common.ts";

const Name = Type.String({ pattern: MACHINE_NAME, examples: ["a_machine_name"] });
const TapOptions = Type.Object(
  {
    weight: Type.Optional(
      Type.Integer({ description: "Lower comes first; equal weights go by dependencies. Default: 0." }),
    ),
  },
  { additionalProperties: false, description: "How the plugin takes part in this tap." },
);

export const PluginSpec = Type.Object(
  {
    name: Type.String({ pattern: MACHINE_NAME, description: "The name of its folder." }),
    version: Type.String({ pattern: "^\\d+\\.\\d+\\.\\d+", examples: ["1.0.0"], description: "A semantic version." }),
    description: Description,
    abi: Type.Literal(1, { description: "The major version of the contract that the plugin was built for." }),
    string_encoding: Type.Optional(
      oneOf(
        ["utf8", "utf16"],
        "How the module holds strings: utf16 in AssemblyScript, utf8 in Rust and C. Default: utf8.",
      ),
    ),
    dependencies: Type.Optional(
      Type.Array(Name, { uniqueItems: true, description: "Plugins that must be enabled, and come before this one." }),
    ),
    data_mode: Type.Optional(oneOf(["handle"], "How items are handed over. Default: handle.")),
    taps: Type.Object(
      {
        implements: Type.Array(Type.String(), { uniqueItems: true, description: "The taps that the module exports." }),
        options: Type.Optional(
          Type.Object(Object.fromEntries(Object.keys(TAPS).map((tap) => [tap, Type.Optional(TapOptions)])), {
            additionalProperties: false,
            description: "Settings of single taps.",
          }),
        ),
      },
      { additionalProperties: false, description: "Where the plugin takes part." },
    ),
    limits: Type.Optional(
      Type.Object(
        {
          memory_mb: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 1024, description: "Memory of one instance. Default: 16." }),
          ),
          fuel: Type.Optional(
            Type.Integer({
              minimum: 1_000,
              maximum: 2_000_000_000,
              description: "Instructions of one call. Default: 100,000,000.",
            }),
          ),
          timeout_ms: Type.Optional(
            Type.Integer({ minimum: 1, maximum: 60_000, description: "Duration of one call. Default: 1,000." }),
          ),
        },
        { additionalProperties: false, description: "What one instance and one call may use." },
      ),
    ),
  },
  { additionalProperties: false, description: "A plugin: a WebAssembly module and the taps it implements." },
);

export type PluginSpec = Omit<Static<typeof PluginSpec>, "taps"> & {
  readonly taps: {
    readonly implements: readonly string[];
    readonly options?: { readonly [tap: string]: { readonly weight?: number } | undefined };
  };
};
