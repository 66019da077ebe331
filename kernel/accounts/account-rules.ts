import type { PasswordSettings } from "./account-settings.ts";
import { LONGEST_PASSWORD } from "./passwords.ts";

export const LONGEST_NAME = 60;
export const LONGEST_MAIL = 254;

/** Names that the kernel itself acts under. */
const RESERVED: ReadonlySet<string> = new Set(["anonymous", "system", "nobody"]);
/** Controls, what draws nothing, and every white space but the plain one: two names must never look the same for them. */
const UNSEEN = /[\p{C}\p{DI}\u2800]|[^\S ]/u;
const MAIL =
  /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** A name as it is kept: without white space around it, accents composed. */
export function canonicalName(name: string): string {
  return name.normalize("NFC").trim();
}

/** Returns the problem of a canonical name, to be read after the label of its field; null when nothing is. */
export function nameProblem(name: string): string | null {
  if (name === "") return "is required";
  if ([...name].length > LONGEST_NAME) return `has more than ${LONGEST_NAME} characters`;
  if (UNSEEN.test(name)) return "has a character that cannot be seen";
  if (name.includes("  ")) return "has two spaces in a row";
  // Whoever signs in gives a name or an address: one must never be the other of somebody else.
  if (name.includes("@")) return "cannot have an @";
  return RESERVED.has(name.toLowerCase()) ? "is one that the site needs for itself" : null;
}

/** Returns the problem of an address, as above. */
export function mailProblem(mail: string): string | null {
  if (mail === "") return "is required";
  if (mail.length > LONGEST_MAIL) return `has more than ${LONGEST_MAIL} characters`;
  return MAIL.test(mail) && !mail.includes("..") ? null : "is not a mail address";
}

/** Returns the problem of a password, as above. Any characters may be in it. */
export function passwordProblem(
  password: string,
  { name, mail }: { readonly name: string; readonly mail: string },
  { minLength }: Pick<PasswordSettings, "minLength">,
): string | null {
  const length = [...password.slice(0, 2 * LONGEST_PASSWORD + 1)].length;
  if (length < minLength) return `has fewer than ${minLength} characters`;
  if (length > LONGEST_PASSWORD) return `has more than ${LONGEST_PASSWORD} characters`;
  const folded = password.normalize("NFC").toLowerCase();
  return [name, mail].some((own) => own.toLowerCase() === folded) ? "is the name or the mail address" : null;
}
