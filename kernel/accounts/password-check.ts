import type { RequestState } from "../model/request-state.ts";
import type { AccountServices } from "./services.ts";
import { findCredentials } from "./user-store.ts";

export type PasswordCheck = "right" | "wrong" | { readonly lockedUntil: number };

/**
 * Whether `password` is that of the user who asks, for what is too important for a session alone. It counts as an attempt to sign in
 * does, so a session that somebody took over is no way to guess it.
 * @throws Fault `account.busy`
 */
export async function checkOwnPassword(
  state: Pick<RequestState, "db" | "user">,
  services: AccountServices,
  { password, ip }: { readonly password: string; readonly ip: string },
): Promise<PasswordCheck> {
  const { name } = state.user;
  const attempt = await services.lockout.attempt(name, ip);
  if ("until" in attempt) return { lockedUntil: attempt.until };
  const credentials = await findCredentials(state.db, name);
  if (await services.passwords.verify(credentials?.hash ?? null, password)) {
    await attempt.succeeded([name]);
    return "right";
  }
  await attempt.failed();
  return "wrong";
}

/** Whether the account `name` has a password: one that never chose one signs in by links. */
export async function hasPassword({ db }: Pick<RequestState, "db">, name: string): Promise<boolean> {
  return (await findCredentials(db, name))?.hash != null;
}
