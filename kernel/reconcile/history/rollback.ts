import { Fault } from "../../base/fault.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { sameJson } from "../../base/json.ts";
import { kindOf } from "../../kinds/kinds.ts";
import type { Db } from "../../model/db.ts";
import type { Desired, DesiredObject } from "../../model/desired.ts";
import { addressOf } from "../../model/desired.ts";
import { desiredOfLedger } from "./desired-of-ledger.ts";
import { noGeneration, readHistory, readPlansSince } from "./read-history.ts";
import { namesThen, withRenames } from "./renames-back.ts";
import { readLedger } from "./store.ts";
import { firstVersion, readVersion } from "./versions.ts";

export type WayBack = {
  /** Desired state that leads there. */
  readonly desired: Desired;
  /** Files of that generation that this machine does not have: those that are applied now stay. */
  readonly keptFiles: readonly string[];
};

/** Instructions that a file of a pack would give, and that a rollback has no file for. */
export type WayBackOptions = {
  /** Fate of values that do not convert back when a field gets its earlier type; without it such a field is blocked. */
  readonly onInvalid?: "keep" | "null" | undefined;
  /** Fate of items without a value in a field that is required again; without it such a field is blocked. */
  readonly onMissing?: "keep" | undefined;
};

/**
 * The state of `generation` as something to apply. What was renamed since is moved back. Templates, assets and plugins
 * are files: they go back when the files in `now` are those of that generation, and else stay as they are, for no node
 * could serve what it does not have.
 * @throws Fault `reconcile.no_generation`
 */
export async function wayBackTo(
  db: Db,
  generation: number,
  now: Desired,
  options: WayBackOptions = {},
): Promise<WayBack> {
  await requireKnown(db, generation);
  const then = desiredOfLedger(await readVersion(db, generation), now);
  const named = withRenames(then.objects, namesThen(await readPlansSince(db, generation)));
  const objects = named.map((object) => withAnswers(object, options));
  const missing = missingFiles(objects, now);
  if (missing.length === 0) return { desired: { ...then, objects }, keptFiles: [] };
  const applied = desiredOfLedger(await readLedger(db), now);
  return {
    desired: { ...then, objects: [...objects.filter((object) => !isFile(object)), ...applied.objects.filter(isFile)] },
    keptFiles: missing,
  };
}

async function requireKnown(db: Db, generation: number): Promise<void> {
  const newest = (await readHistory(db, 1))[0]?.generation ?? 0;
  const first = await firstVersion(db);
  if (!Number.isInteger(generation) || generation < 1 || generation > newest) throw await noGeneration(db, generation);
  if (first !== null && first <= generation) return;
  throw new Fault("reconcile.no_generation", `What generation ${generation} held was not kept.`, {
    hint: `The first that can be brought back is ${first ?? newest}.`,
  });
}

/** The fields of a type, each with what is to become of its values. */
function withAnswers(object: DesiredObject, { onInvalid, onMissing }: WayBackOptions): DesiredObject {
  if (object.kind !== "type" || (onInvalid === undefined && onMissing === undefined)) return object;
  const answers = { ...(onInvalid && { on_invalid: onInvalid }), ...(onMissing && { on_missing: onMissing }) };
  const fields = Object.entries((object.spec["fields"] ?? {}) as { readonly [name: string]: JsonObject });
  const answered = fields.map(([name, field]) => [name, { ...field, ...answers }] as const);
  return { ...object, spec: { ...object.spec, fields: Object.fromEntries(answered) } };
}

function missingFiles(objects: readonly DesiredObject[], now: Desired): readonly string[] {
  const present = new Map(
    now.objects.filter(isFile).map((object) => [addressOf(object.kind, object.name), object.spec]),
  );
  return objects
    .filter(isFile)
    .map((object) => ({ address: addressOf(object.kind, object.name), spec: object.spec }))
    .filter(({ address, spec }) => !sameJson(contentOf(present.get(address)), contentOf(spec)))
    .map(({ address }) => address);
}

/** Returns what tells one version of a file from another: its hash; of a pack from npm, the version. */
function contentOf(spec: JsonObject | undefined): Json | undefined {
  return spec?.["sha256"] ?? spec;
}

function isFile({ kind }: DesiredObject): boolean {
  return kindOf(kind).origin === "file";
}
