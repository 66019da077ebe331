import { hasPermission } from "../../accounts/permissions.ts";
import { findSigner, noteAccess } from "../../accounts/user-store.ts";
import { LIVE } from "../../content/stage.ts";
import type { RequestState, User } from "../../model/request-state.ts";
import type { AppContext, AppMiddleware } from "../app-context.ts";
import { isFromElsewhere } from "../origin.ts";
import type { VisitorSessions } from "../session/sessions.ts";
import type { VisitorSession } from "../session/visitor-session.ts";

/**
 * Finds out who asks. What a page of another site causes is nobody's request: the session is neither looked at nor
 * changed. Who is blocked, or gone, is signed out.
 */
export function authentication(sessions: VisitorSessions): AppMiddleware {
  const recognise = async (ctx: AppContext, request: RequestState) => {
    const session = await sessions.find(ctx);
    if (session === null) return;
    const user = session.user === null ? null : await findSigner(request.db, session.user);
    if (session.user !== null && user === null) session.forgetUser();
    await admit(ctx, request, session, user);
  };
  return (ctx, next) => {
    const { request } = ctx.state;
    ctx.state.makeSession = () => sessions.create(ctx);
    // Most visitors bring no cookie, and wait for nothing here.
    if (request === null || !sessions.mayHave(ctx) || isFromElsewhere(ctx)) return next();
    return recognise(ctx, request).then(next);
  };
}

async function admit(ctx: AppContext, request: RequestState, session: VisitorSession, user: User | null) {
  ctx.state.session = session;
  ctx.state.request = {
    ...request,
    ...(user !== null && { user, stage: stageOf(request, session, user) }),
    session: session.forRequest,
  };
  if (session.touch() && user !== null) await noteAccess(request.db, user.id);
}

/** Who may not use stages any longer looks at what everybody sees. */
function stageOf({ site }: RequestState, { stage }: VisitorSession, user: User): string {
  return stage !== null && hasPermission(site, user, "use stages") ? stage : LIVE;
}
