import type { Entered } from "../../accounts/sign-in.ts";
import type { SignInWay, VisitorSession } from "./visitor-session.ts";

/**
 * Makes the session of who signed in. False when it must not be, because the password was changed while it was made: then it has ended, and
 * a visitor's goes on.
 */
export async function enter(session: VisitorSession, entered: Entered, how: SignInWay): Promise<boolean> {
  session.signIn(entered.account.id, how);
  await session.commit();
  if (await entered.mayStay()) return true;
  session.forgetUser();
  return false;
}
