import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import type { Located, SourceOf } from "../base/layers.ts";
import { kindOf } from "../kinds/kinds.ts";
import type { ObjectLayer } from "./object-layers.ts";
import { wholeFaults } from "./object-layers.ts";
import type { Bundle } from "./read-bundles.ts";
import type { Reading } from "./reading.ts";

/** A content type that a plugin declares through `tap_item_info`. */
export type ContributedType = { readonly plugin: string; readonly name: string; readonly spec: JsonObject };

/** What the plugins declare. */
export type Contributions = {
  readonly types: readonly ContributedType[];
  /** The permissions that exist because of them. */
  readonly permissions: readonly string[];
  /** What went wrong when they were asked. */
  readonly faults: readonly Fault[];
};

/** What plugins declare as layers of the packs `plugin:NAME`, which lie under those of all others; their place is the plugin's manifest. */
export function contributedLayers(
  reading: Reading,
  { types, faults }: Contributions,
  bundles: readonly Bundle[],
): readonly ObjectLayer[] {
  reading.faults.push(...faults);
  const kind = kindOf("type");
  return types.map(({ plugin, name, spec }) => {
    const bundle = bundles.find((each) => each.name === plugin)!;
    const place = bundle.sourceOf(["taps", "implements", indexOfTap(bundle)]);
    const sourceOf: SourceOf = () => place;
    const given: Located = { value: kind.expand(spec), sourceOf };
    const problems = wholeFaults(kind, { value: spec, sourceOf }).map((fault) => about(plugin, name, fault));
    if (!new RegExp(kind.namePattern, "u").test(name)) {
      problems.push(
        new Fault("pack.bad_name", `Plugin '${plugin}' declares the type ${name}, which is not a machine name.`, {
          source: place,
        }),
      );
    }
    reading.faults.push(...problems);
    const sound = problems.length === 0 ? given : null;
    const text = JSON.stringify(spec);
    return { kind, name, pack: `plugin:${plugin}`, file: bundle.manifestFile, text, given: sound, extending: null };
  });
}

function indexOfTap({ manifest }: Bundle): number {
  const { implements: taps } = manifest["taps"] as { readonly implements: readonly string[] };
  return taps.indexOf("tap_item_info");
}

function about(plugin: string, name: string, { code, message, hint, source }: Fault): Fault {
  return new Fault(code, `Plugin '${plugin}' declares type ${name}: ${message}`, { hint, source });
}
