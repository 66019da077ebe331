import { sql } from "slonik";
import { uuidv7 } from "../base/ids.ts";
import type { Db } from "../model/db.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Problem } from "../words/problem.ts";
import { auditAccount, tellPlugins } from "./account-events.ts";
import { canonicalName, nameProblem } from "./account-rules.ts";

/** The name under which `findAuthors` and `createAuthors` list an account: upper and lower case are the same. */
export function foldName(name: string): string {
  return canonicalName(name).toLowerCase();
}

/**
 * Returns the reason why `name` cannot become an account, to be read after the label of a field; null when nothing
 * does.
 */
export function authorProblem(name: string): Problem | null {
  return nameProblem(canonicalName(name));
}

/** The ids of the accounts with these names, by folded name; those that are not there are left out. */
export async function findAuthors(db: Db, names: Iterable<string>): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set([...names].map(canonicalName))].filter((name) => nameProblem(name) === null);
  if (wanted.length === 0) return new Map();
  const rows = await db.many<{ id: string; name: string }>(sql.unsafe`
    select id, name from users where fold_identity(name) in (select fold_identity(name) from unnest(${sql.array(wanted, "text")}) as name)`);
  return new Map(rows.map(({ id, name }) => [foldName(name), id]));
}

/**
 * Makes accounts for authors of whom nothing but a name is known, in the transaction that is open: blocked, without a
 * password, and with an address that no mail reaches. An administrator who gives one an address and lets it in makes it
 * somebody's.
 */
export async function createAuthors(
  state: RequestState,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>();
  for (const [folded, name] of new Map([...names].map((each) => [foldName(each), canonicalName(each)]))) {
    const id = uuidv7();
    await state.db.run(sql.unsafe`
      insert into users (id, name, mail, status) values (${id}::uuid, ${name}, ${`${id}@author.invalid`}, 0)`);
    const account = { id, name, roles: [] };
    await auditAccount(state, account, "created", { roles: [], is_admin: false, status: "blocked" });
    await tellPlugins(state, "register", account);
    made.set(folded, id);
  }
  return made;
}
