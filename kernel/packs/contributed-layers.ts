import type { Source } from "../base/fault.ts";
import { Fault } from "../base/fault.ts";
import type { JsonObject } from "../base/json.ts";
import type { Located, SourceOf } from "../base/layers.ts";
import { kindOf } from "../kinds/kinds.ts";
import type { KindName } from "../model/kind-types.ts";
import type { TapOf } from "../model/taps.ts";
import type { ObjectLayer } from "./object-layers.ts";
import { wholeFaults } from "./object-layers.ts";
import type { Bundle } from "./read-bundles.ts";
import type { Reading } from "./reading.ts";

/** An object that a plugin declares through one of its taps. */
export type Contribution = {
  readonly plugin: string;
  readonly tap: TapOf<"desired">;
  readonly kind: KindName;
  readonly name: string;
  readonly spec: JsonObject;
  /** Faults that the object itself does not show. */
  readonly problems?: readonly Fault[];
};

/** A template that a plugin declares. */
export type ContributedTemplate = { readonly plugin: string; readonly name: string; readonly spec: JsonObject };

/** Declarations of the plugins. */
export type Contributions = {
  readonly objects: readonly Contribution[];
  /** The templates that they bring. */
  readonly templates: readonly ContributedTemplate[];
  /** The permissions that exist because of them. */
  readonly permissions: readonly string[];
  /** Failures of asking them. */
  readonly faults: readonly Fault[];
};

/**
 * Turns the declarations of plugins into layers of the packs `plugin:NAME`, which lie under those of all others; their
 * place is the plugin's manifest.
 */
export function contributedLayers(
  reading: Reading,
  { objects, faults }: Contributions,
  bundles: readonly Bundle[],
): readonly ObjectLayer[] {
  reading.faults.push(...faults);
  return objects.map((contribution) => {
    const { plugin, name, spec } = contribution;
    const kind = kindOf(contribution.kind);
    const bundle = bundles.find((each) => each.name === plugin)!;
    const place = placeOfTap(bundle, contribution.tap);
    const sourceOf: SourceOf = () => place;
    const given: Located = { value: kind.expand(spec), sourceOf };
    const problems = wholeFaults(kind, { value: spec, sourceOf }).map((fault) => about(contribution, fault));
    reading.faults.push(...(contribution.problems ?? []).map((fault) => placed(fault, place)));
    if (!new RegExp(kind.namePattern, "u").test(name)) problems.push(badName(contribution, place));
    reading.faults.push(...problems);
    const sound = problems.length === 0 ? given : null;
    const text = JSON.stringify(spec);
    return { kind, name, pack: `plugin:${plugin}`, file: bundle.manifestFile, text, given: sound, extending: null };
  });
}

/** Where the manifest says that the plugin takes part in `tap`. */
export function placeOfTap({ manifest, sourceOf }: Bundle, tap: TapOf<"desired">): Source {
  const { implements: taps } = manifest["taps"] as { readonly implements: readonly string[] };
  return sourceOf(["taps", "implements", taps.indexOf(tap)]);
}

function badName({ plugin, kind, name }: Contribution, source: Fault["source"]): Fault {
  const message = `Plugin '${plugin}' declares the ${kind} ${name}, and no ${kind} can be called that.`;
  return new Fault("pack.bad_name", message, { source });
}

function placed({ code, message, hint }: Fault, source: Source): Fault {
  return new Fault(code, message, { hint, source });
}

function about({ plugin, kind, name }: Contribution, { code, message, hint, source }: Fault): Fault {
  return new Fault(code, `Plugin '${plugin}' declares ${kind} ${name}: ${message}`, { hint, source });
}
