import { Fault } from "../base/fault.ts";

/** Problem of an account, at an element of a form; an empty element means the account as a whole. */
export type AccountProblem = {
  readonly element: "name" | "mail" | "password" | "roles" | "timezone" | "language" | "";
  /** To be read after the label of the element: `is required`. */
  readonly message: string;
};

const LABELS: { readonly [Element in AccountProblem["element"]]: string } = {
  name: "The name",
  mail: "The mail address",
  password: "The password",
  roles: "One of the roles",
  timezone: "The time zone",
  language: "The language",
  "": "The account",
};

/** A problem as a sentence. */
export function problemText({ element, message }: AccountProblem): string {
  return `${LABELS[element]} ${message}.`;
}

/** @throws Fault `account.invalid` with all that is wrong; its cause is the list */
export function requireNoProblems(problems: readonly AccountProblem[]): void {
  if (problems.length === 0) return;
  throw new Fault("account.invalid", problems.map(problemText).join(" "), { cause: problems });
}

/** Reads the problems from an `account.invalid`; returns null for anything else that was thrown. */
export function problemsOf(error: unknown): readonly AccountProblem[] | null {
  return error instanceof Fault && error.code === "account.invalid" ? (error.cause as readonly AccountProblem[]) : null;
}
