import { sql } from "slonik";
import { Fault, Faults } from "../base/fault.ts";
import { KINDS_IN_ORDER } from "../kinds/kinds.ts";
import type { Db } from "../model/db.ts";
import type { Desired } from "../model/desired.ts";
import { addressOf } from "../model/desired.ts";
import type { KindName } from "../model/kind-types.ts";
import type { Log } from "../model/log.ts";
import type { Words } from "../model/words.ts";
import { createAssets } from "../render/assets.ts";
import { createTemplates } from "../render/templates.ts";
import { readSite } from "../site/read-site.ts";
import type { Snapshot } from "../site/snapshot.ts";
import type { Configuration } from "./configuration.ts";
import { identityOf } from "./configuration.ts";

/**
 * Builds the snapshot of the newest generation from the tables and from the files on this node, which must be those that were applied.
 * @throws Faults what is wrong in the files; Fault `site.files_changed`, `site.not_applied`
 */
export async function buildSnapshot(db: Db, configuration: Configuration, log: Log): Promise<Snapshot> {
  if (configuration.faults.length > 0) throw new Faults(configuration.faults);
  await requireAppliedFiles(db, configuration.desired);
  const assets = createAssets(configuration.files.assets);
  const templates = (words: Words) => createTemplates(configuration.files.templates, assets, words);
  const identity = identityOf(configuration.site!, configuration.environment);
  const onBroken = ({ code, message }: Fault) => log.error({ code }, message);
  const site = await readSite(db, { identity, templates, assets, onBroken });
  return { site, plugins: configuration.plugins.only(new Set(site.plugins.keys())) };
}

/** Refuses files that are not those of the generation: half a site of one and half of another would be neither. */
async function requireAppliedFiles(db: Db, desired: Desired): Promise<void> {
  const kinds = KINDS_IN_ORDER.filter(({ origin }) => origin === "file").map(({ name }) => name);
  const rows = await db.many<{ kind: KindName; name: string; hash: string }>(sql.unsafe`
    select kind, name, spec->>'sha256' as hash from pack_object
    where kind = any(${sql.array(kinds, "text")}) and spec->>'sha256' is not null`);
  const applied = new Map(rows.map(({ kind, name, hash }) => [addressOf(kind, name), hash]));
  const present = new Map(
    desired.objects
      .filter(({ kind, spec }) => kinds.includes(kind) && spec["sha256"] !== undefined)
      .map(({ kind, name, spec }) => [addressOf(kind, name), spec["sha256"]]),
  );
  const other = [...new Set([...applied.keys(), ...present.keys()])].filter(
    (address) => applied.get(address) !== present.get(address),
  );
  if (other.length === 0) return;
  throw new Fault(
    "site.files_changed",
    `${other.length} files are not those that were applied: ${other.slice(0, 5).join(", ")}.`,
    {
      hint: "Apply them, or put the files of the generation in place.",
    },
  );
}
