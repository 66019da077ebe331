import { sql } from "slonik";
import { accountSettings } from "../../kernel/accounts/account-settings.ts";
import { createPasswords } from "../../kernel/accounts/passwords.ts";
import { uuidv7 } from "../../kernel/base/ids.ts";
import type { Db } from "../../kernel/model/db.ts";

export const PASSWORD = "correct horse battery";

// The site hashes it anew at the first sign-in, with parameters of its own.
const hash = createPasswords(accountSettings({ password: { memory_mib: 8, passes: 1 } }).password).hash(PASSWORD);

/** Puts an account into the database of a site that runs; it signs in with `PASSWORD`. Returns its id. */
export async function addPerson(
  db: Db,
  name: string,
  { isAdmin = false, roles = [] }: { readonly isAdmin?: boolean; readonly roles?: readonly string[] } = {},
): Promise<string> {
  const id = uuidv7();
  const mail = `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}@filmhouse.example`;
  await db.run(sql.unsafe`
    insert into users (id, name, mail, is_admin, pass) values (${id}, ${name}, ${mail}, ${isAdmin}, ${await hash})`);
  await db.run(sql.unsafe`
    insert into users_roles (user_id, role_id)
    select ${id}::uuid, id from role where name = any(${sql.array([...roles], "text")})`);
  return id;
}
