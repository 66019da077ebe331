import { Fault } from "../base/fault.ts";
import type { Json } from "../base/json.ts";
import { isObject, sameJson } from "../base/json.ts";
import { schemaCheck } from "../config/check-schema.ts";
import { jsonSchemaOf } from "../config/json-schema.ts";
import type { Gather } from "../kinds/gather/gather-spec.ts";
import { GatherDisplay } from "../kinds/gather/gather-spec.ts";
import { perSnapshot } from "../model/per-snapshot.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import type { ListedType } from "./check-listing.ts";
import { checkListing } from "./check-listing.ts";
import type { ListingDisplay } from "./display.ts";
import { listedTypes, listingDisplay, withIds } from "./display.ts";

/** Keys that no plugin may alter: they make a display the one that it is, and say who may see it. */
const FIXED = ["id", "display_type", "path", "permission"] as const satisfies readonly (keyof GatherDisplay)[];
/** How many altered displays are remembered for a snapshot. */
const MOST_KNOWN = 1_000;

const schemaProblems = schemaCheck(jsonSchemaOf(GatherDisplay));

/** A display that was checked: ready to be run, or what is wrong with it. */
type Checked = ListingDisplay | Fault;
const checkedIn = perSnapshot(() => new Map<string, Checked>());

/**
 * A display of a gather as plugins change it, one after the other, before it is run. What a pack could not declare is
 * dropped, as is what changes the display's path or who may see it; what a visitor may see is another matter, which no
 * definition has a say in.
 */
export async function alteredDisplay(
  state: RequestState,
  gather: Gather,
  declared: ListingDisplay,
): Promise<ListingDisplay> {
  if (!state.taps.has("tap_gather_alter")) return declared;
  const { inherits: _, ...spec } = withIds(declared.spec);
  const given = spec as Json;
  const read = (returned: Json) => {
    if (sameJson(returned, given)) return given;
    const checked = checkedDisplay(state.site, gather, declared.spec, returned);
    if (checked instanceof Fault) throw checked;
    return returned;
  };
  const altered = await state.taps.alter(state, "tap_gather_alter", [gather.name, declared.spec.id], given, read);
  return altered === given ? declared : (checkedDisplay(state.site, gather, declared.spec, altered) as ListingDisplay);
}

/** Most of what comes is what came before, so that it is looked through once. */
function checkedDisplay(site: Site, gather: Gather, declared: GatherDisplay, returned: Json): Checked {
  const ofSite = checkedIn(site);
  const key = `${gather.name} ${declared.id} ${JSON.stringify(returned)}`;
  const before = ofSite.get(key);
  if (before !== undefined) return before;
  if (ofSite.size >= MOST_KNOWN) ofSite.delete(ofSite.keys().next().value!);
  const checked = check(site, gather, declared, returned);
  ofSite.set(key, checked);
  return checked;
}

function check(site: Site, gather: Gather, declared: GatherDisplay, returned: Json): Checked {
  const problem = schemaProblem(returned) ?? fixedProblem(declared, returned as GatherDisplay);
  if (problem !== null) return refused(gather, declared, problem);
  const spec = returned as GatherDisplay;
  const names = listedTypes(spec) ?? [...site.types.keys()];
  const unknown = names.find((name) => !site.types.has(name));
  if (unknown !== undefined) return refused(gather, declared, `There is no content type ${unknown}.`);
  const problems: string[] = [];
  const report = (_code: unknown, _path: unknown, message: string) => void problems.push(message);
  checkListing({ own: spec, display: spec, types: names.map((name) => listedType(site, name)), path: [], report });
  return problems.length > 0 ? refused(gather, declared, problems.join(" ")) : listingDisplay(site, gather.name, spec);
}

function refused(gather: Gather, { id }: GatherDisplay, problem: string): Fault {
  return new Fault(
    "plugin.bad_result",
    `It changed display ${id} of gather ${gather.name} into what it cannot be: ${problem}`,
  );
}

function schemaProblem(returned: Json): string | null {
  if (!isObject(returned)) return "it is not a mapping.";
  const [first] = schemaProblems(returned);
  return first === undefined ? null : `${first.path.join(".")} ${first.message}`;
}

function fixedProblem(declared: GatherDisplay, spec: GatherDisplay): string | null {
  const changed = FIXED.find((key) => !sameJson(declared[key] ?? null, spec[key] ?? null));
  if (changed !== undefined) return `'${changed}' is not for plugins to change.`;
  return spec.inherits === undefined ? null : "what it inherits is part of it already.";
}

function listedType({ types }: Site, name: string): ListedType {
  const { fields, viewModes } = types.get(name)!;
  return { name, fields, viewModes: [...viewModes.keys()] };
}
