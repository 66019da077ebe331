import { sql } from "slonik";
import { uuidv7 } from "../../base/ids.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isObject } from "../../base/json.ts";
import type { Db } from "../../model/db.ts";
import { MACHINE_NAME } from "../../model/specs/common.ts";
import { checkPermission } from "../check-permission.ts";
import type { Kind } from "../kind.ts";
import { mapValues } from "../map-values.ts";
import { followedPermission, withEntries, withPart } from "../renamed.ts";
import { PLAIN } from "../shape.ts";
import { withoutDefaults } from "../without-defaults.ts";
import type { Role } from "./role-spec.ts";
import { RoleSpec } from "./role-spec.ts";

const FIRST_FILE: Kind["firstFile"] = {
  description: "a role: what its users may do",
  text: ({ label, type }) => `label: ${label}
weight: 5
permissions:
  - access content
${type === undefined ? "" : `  - create ${type} content\n  - edit own ${type} content\n`}`,
};

/** A role and its permissions. */
export const role: Kind<"role"> = {
  ...PLAIN,
  name: "role",
  origin: "yaml",
  folder: "roles",
  namePattern: MACHINE_NAME,
  schema: RoleSpec,
  firstFile: FIRST_FILE,
  sets: ["permissions"],
  instructions: ["renamed_from"],
  leftToSite,
  expand: (layer) => layer,
  canonical,
  check: (context) => {
    permissionsOf(context.object.spec).forEach((permission, index) => {
      checkPermission(context, permission, ["permissions", index]);
    });
  },
  addresses: null,
  links: null,
  needsLeave: true,
  pluginOf: null,
  permissions: null,
  tables: { role: "read", role_permission: "read" },
  share: async ({ specs }) => ({ roles: mapValues(await specs("role"), roleOf) }),
  whenAbsent: "remove",
  touches: async () => [],
  read,
  create: async (db, name, spec) => {
    await db.run(sql.unsafe`
      insert into role (id, name, label, weight, all_permissions, owner)
      values (${uuidv7()}, ${name}, ${spec["label"] as string}, ${weightOf(spec)}, ${allPermissionsOf(spec)}, ${ownerOf(spec)})`);
    await grant(db, name, permissionsOf(spec));
  },
  update: async (db, name, before, after) => {
    await db.run(sql.unsafe`
      update role set label = ${after["label"] as string}, weight = ${weightOf(after)}, all_permissions = ${allPermissionsOf(after)}, owner = ${ownerOf(after)}
      where name = ${name}`);
    const had = new Set(permissionsOf(before));
    const has = new Set(permissionsOf(after));
    await revoke(
      db,
      name,
      [...had].filter((permission) => !has.has(permission)),
    );
    await grant(
      db,
      name,
      [...has].filter((permission) => !had.has(permission)),
    );
  },
  remove: async (db, name) => {
    await db.run(sql.unsafe`delete from role where name = ${name}`);
  },
  followed: (_name, spec, renamed) =>
    withPart(spec, "permissions", (permissions) => {
      const followed = withEntries(permissions, (permission) => followedPermission(permission as string, renamed));
      return followed === permissions ? permissions : (followed as readonly string[]).toSorted();
    }),
  renames: {
    rename: async (db, { name, next }) => {
      await db.run(sql.unsafe`update role set name = ${next} where name = ${name}`);
    },
    count: async () => null,
    isLong: async () => false,
    moved: () => null,
  },
  content: null,
};

/** A role as the snapshot holds it. */
export function roleOf(name: string, spec: RoleSpec): Role {
  return {
    name,
    label: spec.label,
    weight: spec.weight ?? 0,
    permissions: new Set(spec.permissions ?? []),
    allPermissions: spec.all_permissions ?? false,
  };
}

function canonical(spec: JsonObject): JsonObject {
  const permissions = permissionsOf(spec).toSorted();
  return withoutDefaults({ ...spec, permissions }, { weight: 0, all_permissions: false, permissions: [], owner: {} });
}

const PARTS: { readonly [part: string]: readonly string[] } = { permissions: ["permissions", "permissions.*"] };

/** All parts, or those that `owner` names. */
function leftToSite({ owner }: JsonObject): readonly string[] {
  if (owner === "site") return ["label", "weight", "all_permissions", ...Object.values(PARTS).flat()];
  return isObject(owner) ? Object.keys(owner).flatMap((part) => PARTS[part] ?? []) : [];
}

type Row = {
  readonly name: string;
  readonly label: string;
  readonly weight: number;
  readonly all_permissions: boolean;
  readonly permissions: readonly string[];
  readonly owner: Json;
};

async function read(db: Db): Promise<ReadonlyMap<string, JsonObject>> {
  const rows = await db.many<Row>(sql.unsafe`
    select name, label, weight, all_permissions, owner,
      array(select permission from role_permission where role_id = role.id) as permissions
    from role`);
  return new Map(
    rows.map(({ name, owner, ...spec }) => [name, canonical({ ...spec, ...(owner !== null && { owner }) })]),
  );
}

async function grant(db: Db, name: string, permissions: readonly string[]): Promise<void> {
  if (permissions.length === 0) return;
  await db.run(sql.unsafe`
    insert into role_permission (role_id, permission)
    select role.id, permission from role, unnest(${sql.array(permissions, "text")}) as permission where role.name = ${name}`);
}

async function revoke(db: Db, name: string, permissions: readonly string[]): Promise<void> {
  if (permissions.length === 0) return;
  await db.run(sql.unsafe`
    delete from role_permission
    using role where role.id = role_id and role.name = ${name} and permission = any(${sql.array(permissions, "text")})`);
}

const weightOf = (spec: JsonObject): number => (spec["weight"] as number | undefined) ?? 0;
const allPermissionsOf = (spec: JsonObject): boolean => spec["all_permissions"] === true;
const ownerOf = ({ owner }: JsonObject) => (owner === undefined ? null : sql.jsonb(owner));
const permissionsOf = (spec: JsonObject): readonly string[] =>
  (spec["permissions"] as readonly string[] | undefined) ?? [];
