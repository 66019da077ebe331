import type { RequestState } from "../model/request-state.ts";
import type { AccountServices } from "./account-services.ts";
import { findCredentials } from "./user-store.ts";

export type PasswordCheck = "right" | "wrong" | { readonly lockedUntil: number };

/**
 * Checks that `password` is that of the user who asks, for what is too important for a session alone. It counts as an
 * attempt to sign in does, so a session that somebody took over is no way to guess it.
 * @throws Fault `account.busy`
 */
export async function checkOwnPassword(
  state: Pick<RequestState, "db" | "user">,
  services: AccountServices,
  { password, ip }: { readonly password: string; readonly ip: string },
): Promise<PasswordCheck> {
  const { id, name } = state.user;
  const attempt = await services.lockout.attempt(id, ip);
  if ("until" in attempt) return { lockedUntil: attempt.until };
  let isRight: boolean;
  try {
    const credentials = await findCredentials(state.db, name);
    isRight = await services.passwords.verify(credentials?.hash ?? null, password);
  } catch (error) {
    // What broke is nobody's failure.
    await attempt.withdraw();
    throw error;
  }
  await (isRight ? attempt.succeeded() : attempt.failed());
  return isRight ? "right" : "wrong";
}

/** Returns true when the account `name` has a password: one that never chose one signs in by links. */
export async function hasPassword({ db }: Pick<RequestState, "db">, name: string): Promise<boolean> {
  return (await findCredentials(db, name))?.hash != null;
}
