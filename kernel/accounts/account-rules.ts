import type { Problem } from "../words/problem.ts";
import { wrong } from "../words/problem.ts";
import type { PasswordSettings } from "./account-settings.ts";
import { LONGEST_PASSWORD } from "./passwords.ts";

export const LONGEST_NAME = 60;
export const LONGEST_MAIL = 254;

/** Names that the kernel itself acts under. */
const RESERVED: ReadonlySet<string> = new Set(["anonymous", "system", "nobody"]);
/**
 * Controls, what draws nothing, and every white space but the plain one: two names must never look the same for them.
 */
const UNSEEN = /[\p{C}\p{DI}\u2800]|[^\S ]/u;
const MAIL =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** A name as it is kept: without white space around it, accents composed. */
export function canonicalName(name: string): string {
  return name.normalize("NFC").trim();
}

/** Returns the problem of a canonical name, to be read after the label of its field; null when nothing is. */
export function nameProblem(name: string): Problem | null {
  if (name === "") return wrong("required");
  if ([...name].length > LONGEST_NAME) return wrong("more_characters", { most: LONGEST_NAME });
  if (UNSEEN.test(name)) return wrong("unseen");
  if (name.includes("  ")) return wrong("two_spaces");
  // Whoever signs in gives a name or an address: one must never be the other of somebody else.
  if (name.includes("@")) return wrong("at_sign");
  return RESERVED.has(name.toLowerCase()) ? wrong("reserved") : null;
}

/** Returns the problem of an address, as above. */
export function mailProblem(mail: string): Problem | null {
  if (mail === "") return wrong("required");
  if (mail.length > LONGEST_MAIL) return wrong("more_characters", { most: LONGEST_MAIL });
  return MAIL.test(mail) && !mail.includes("..") ? null : wrong("not_mail");
}

/** Returns the problem of a password, as above. Any characters may be in it. */
export function passwordProblem(
  password: string,
  { name, mail }: { readonly name: string; readonly mail: string },
  { minLength }: Pick<PasswordSettings, "minLength">,
): Problem | null {
  const length = [...password.slice(0, 2 * LONGEST_PASSWORD + 1)].length;
  if (length < minLength) return wrong("fewer_characters", { least: minLength });
  if (length > LONGEST_PASSWORD) return wrong("more_characters", { most: LONGEST_PASSWORD });
  const folded = password.normalize("NFC").toLowerCase();
  return [name, mail].some((own) => own.toLowerCase() === folded) ? wrong("own_name") : null;
}
