import { sql } from "slonik";
import { NIL_UUID } from "../base/ids.ts";
import { nearMiss } from "../base/near-miss.ts";
import type { Db } from "../model/db.ts";
import type { Site } from "../model/site.ts";
import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import type { AccountProblem } from "./account-problems.ts";
import { mailProblem, nameProblem, passwordProblem } from "./account-rules.ts";
import type { AccountSettings } from "./account-settings.ts";

/** Account as it is to become. `password` is there when it is given anew. */
export type WantedAccount = {
  readonly id?: string;
  readonly name: string;
  readonly mail: string;
  readonly roles: readonly string[];
  readonly timezone: string;
  readonly language: string;
  readonly password?: string | undefined;
};

/** Roles that nobody is given: whoever is signed in, or is not, has them. */
const IMPLIED: ReadonlySet<string> = new Set(["anonymous", "authenticated"]);

/**
 * Everything that is wrong with an account, all at once; whether name and address are taken is asked of the database.
 */
export async function checkAccount(
  db: Db,
  site: Pick<Site, "roles">,
  settings: AccountSettings,
  wanted: WantedAccount,
): Promise<readonly AccountProblem[]> {
  const { name, mail, password, timezone, language } = wanted;
  const found: { readonly [Element in AccountProblem["element"]]?: Problem | null } = {
    name: nameProblem(name),
    mail: mailProblem(mail),
    password: password === undefined ? null : passwordProblem(password, wanted, settings.password),
    roles: rolesProblem(site, wanted.roles),
    timezone: isTimezone(timezone) ? null : wrong("unknown"),
    language: /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? null : wrong("not_language"),
  };
  // What breaks a rule may be text that the database does not take.
  const taken = await takenBy(db, { ...wanted, name: found.name ? "" : name, mail: found.mail ? "" : mail });
  const problems = Object.entries(found).flatMap(([element, problem]) =>
    problem ? [{ element: element as AccountProblem["element"], problem }] : [],
  );
  if (taken.name) problems.push({ element: "name", problem: wrong("taken") });
  if (taken.mail) problems.push({ element: "mail", problem: wrong("others") });
  return problems;
}

/** The roles that an account can be given, by name. */
export function assignableRoles(site: Pick<Site, "roles">): readonly string[] {
  return [...site.roles.values()]
    .filter(({ name }) => !IMPLIED.has(name))
    .sort((left, right) => left.weight - right.weight || (left.name < right.name ? -1 : 1))
    .map(({ name }) => name);
}

function rolesProblem(site: Pick<Site, "roles">, roles: readonly string[]): Problem | null {
  const known = assignableRoles(site);
  const strange = roles.find((role) => !known.includes(role));
  if (strange === undefined) return null;
  if (IMPLIED.has(strange)) return wrong("never_given", { role: strange });
  const near = nearMiss(strange, known);
  return near === undefined ? wrong("no_role", { role: strange }) : wrong("no_role_near", { role: strange, near });
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

async function takenBy(db: Db, { id = NIL_UUID, name, mail }: WantedAccount) {
  return db.one<{ name: boolean; mail: boolean }>(sql.unsafe`
    select exists (select from users where fold_identity(name) = fold_identity(${name}) and id <> ${id}::uuid) as name,
      exists (select from users where fold_identity(mail) = fold_identity(${mail}) and id <> ${id}::uuid) as mail`);
}
