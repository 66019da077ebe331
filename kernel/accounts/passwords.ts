import argon2 from "argon2";
import { Fault } from "../base/fault.ts";
import type { PasswordSettings } from "./account-settings.ts";

/** Longer passwords are refused, so that nobody can keep Argon2 busy with them. In characters. */
export const LONGEST_PASSWORD = 128;
/** Argon2 runs on the four threads of libuv, which files, names and compression need too. */
const AT_ONCE = 2;
/** Who comes when as many wait is told to come back: waiting longer than seconds helps nobody. */
const MOST_WAITING = 100;

export type Passwords = {
  /** The encoded Argon2id hash of a password. @throws Fault `account.busy` */
  hash(password: string): Promise<string>;
  /**
   * Checks `password` against `hash`. Null is never right, and takes the same time, so that nobody can measure who has
   * an account.
   * @throws Fault `account.busy`
   */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** Returns true when `hash` was made with parameters that no longer hold. */
  needsRehash(hash: string): boolean;
};

/** Passwords by Argon2id, a few at a time. Equal text counts as the same password however its accents are composed. */
export function createPasswords(settings: Omit<PasswordSettings, "minLength">): Passwords {
  const options = {
    type: argon2.argon2id,
    memoryCost: settings.memoryMib * 1024,
    timeCost: settings.passes,
    parallelism: settings.parallelism,
  } as const;
  const inTurn = createTurns(AT_ONCE, MOST_WAITING);
  const hash = (password: string) => inTurn(() => argon2.hash(password.normalize("NFC"), options));
  return {
    hash,
    async verify(known, password) {
      const isPossible = known !== null && isArgon2id(known) && password.length <= 2 * LONGEST_PASSWORD;
      if (isPossible) return inTurn(() => argon2.verify(known, password.normalize("NFC")));
      await hash(password.slice(0, LONGEST_PASSWORD));
      return false;
    },
    needsRehash: (known) => !isArgon2id(known) || argon2.needsRehash(known, options),
  };
}

function isArgon2id(hash: string): boolean {
  return hash.startsWith("$argon2id$");
}

/** Runs at most `atOnce` works at a time; the others wait in the order they came. */
function createTurns(atOnce: number, mostWaiting: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) {
        throw new Fault("account.busy", "More people sign in at once than this node can check.", {
          hint: "Try again in a moment.",
        });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      // Whoever is next takes over the turn, so nobody can slip in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
