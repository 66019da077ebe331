import type { Entered } from "../../accounts/sign-in.ts";
import type { Sessions } from "../../state/port.ts";
import type { SignInWay, VisitorSession } from "./visitor-session.ts";

/** Nobody is signed in at more places: those that were used longest ago end. */
const MOST_SESSIONS = 100;

/**
 * Makes the session of who signed in. False when it must not be, because the password was changed while it was made:
 * then it has ended, and a visitor's goes on.
 */
export async function enter(
  sessions: Sessions,
  session: VisitorSession,
  { account, mayStay }: Entered,
  how: SignInWay,
): Promise<boolean> {
  session.signIn(account.id, how);
  await session.commit();
  const tooMany = (await sessions.ofUser(account.id)).slice(MOST_SESSIONS);
  await Promise.all(tooMany.map(({ key }) => sessions.end(key)));
  if (await mayStay()) return true;
  session.forgetUser();
  return false;
}
