import { Fault } from "../base/fault.ts";
import type { SentenceKey } from "../words/catalogue.ts";
import { IN_ENGLISH } from "../words/create-words.ts";
import type { Problem } from "../words/problem.ts";
import { problemSentence } from "../words/problem.ts";
import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";

/** Problem of an account, at an element of a form; an empty element means the account as a whole. */
export type AccountProblem = {
  readonly element: "name" | "mail" | "password" | "roles" | "timezone" | "language" | "";
  readonly problem: Problem;
};

const LABELS = {
  name: "account.the_name",
  mail: "account.the_mail",
  password: "account.the_password",
  roles: "account.one_of_roles",
  timezone: "account.the_timezone",
  language: "account.the_language",
  "": "account.the_account",
} as const satisfies { readonly [Element in AccountProblem["element"]]: SentenceKey };

/** Says a problem as a sentence. */
export function accountSentence(site: Speaker, { element, problem }: AccountProblem): string {
  return problemSentence(site, problem, say(site, LABELS[element]));
}

/** @throws Fault `account.invalid` with all that is wrong; its cause is the list */
export function requireNoProblems(problems: readonly AccountProblem[]): void {
  if (problems.length === 0) return;
  throw new Fault("account.invalid", problems.map((each) => accountSentence(IN_ENGLISH, each)).join(" "), {
    cause: problems,
  });
}

/** Reads the problems from an `account.invalid`; returns null for anything else that was thrown. */
export function problemsOf(error: unknown): readonly AccountProblem[] | null {
  return error instanceof Fault && error.code === "account.invalid" ? (error.cause as readonly AccountProblem[]) : null;
}
