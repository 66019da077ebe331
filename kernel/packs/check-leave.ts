import type { Source } from "../base/fault.ts";
import { addressOf } from "../model/desired.ts";
import type { Pack } from "./find-packs.ts";
import type { ObjectLayer } from "./object-layers.ts";
import { EXTENDS, PLUGINS } from "./pack-permissions.ts";
import type { Reading } from "./reading.ts";
import { report } from "./reading.ts";

/**
 * Reports what packs from npm declare without leave of the site: objects by their kind, whether a file says so or a
 * plugin of the pack; and changes of anything else that others declare: a listing, too, says who may see it.
 */
export function checkLeave(
  reading: Reading,
  packs: readonly Pack[],
  layers: readonly ObjectLayer[],
  bundles: readonly { readonly name: string; readonly owner: string }[],
): void {
  if (packs.every(({ foreign }) => foreign === null)) return;
  const ownerOf = ownersOf(bundles);
  const declaredBy = new Map(
    layers.filter(({ extending }) => extending === null).map((layer) => [keyOf(layer), ownerOf(layer)]),
  );
  for (const pack of packs) {
    if (pack.foreign === null) continue;
    const { allow } = pack.foreign;
    if (!allow.includes(PLUGINS))
      for (const { source } of pack.plugins) notAllowed(reading, pack, { leave: PLUGINS, source });
    for (const layer of layers.filter((each) => ownerOf(each) === pack.name)) {
      const { kind, file, extending } = layer;
      const source = extending?.source ?? { file, line: 1, column: 1 };
      const owner = declaredBy.get(keyOf(layer)) ?? pack.name;
      const isOthers = extending !== null && owner !== pack.name;
      const needed = kind.needsLeave ? kind.folder : isOthers ? EXTENDS : null;
      if (needed !== null && !allow.includes(needed)) notAllowed(reading, pack, { leave: needed, source, owner });
    }
  }
}

/** The pack that a layer comes from; what a plugin declares comes from the pack that brings the plugin. */
function ownersOf(
  bundles: readonly { readonly name: string; readonly owner: string }[],
): (layer: ObjectLayer) => string {
  const owners = new Map(bundles.map(({ name, owner }) => [`plugin:${name}`, owner]));
  return ({ pack }) => owners.get(pack) ?? pack;
}

function keyOf({ kind, name }: ObjectLayer): string {
  return addressOf(kind.name, name);
}

type Need = { readonly leave: string; readonly source: Source; readonly owner?: string };

function notAllowed(reading: Reading, pack: Pack, { leave, source, owner = pack.name }: Need): void {
  const { address, allow } = pack.foreign!;
  const what = leave === EXTENDS ? `change what pack ${owner} declares` : `declare ${leave}`;
  const message = `The pack ${pack.name} comes from npm, and the site does not let it ${what}.`;
  const allowed = [...allow, leave].join(", ");
  const hint = `If it may, say so in config/site.yaml: packs: [{ name: "${address}", allow: [${allowed}] }]`;
  report(reading, "pack.not_allowed", message, { source, hint });
}
