import type Koa from "koa";
import type { AddressMatch } from "../model/address.ts";
import type { Profile, RequestState } from "../model/request-state.ts";
import type { Site } from "../model/site.ts";
import type { VisitorSession } from "./session/visitor-session.ts";
import type { Target } from "./target.ts";

/** State that middleware hands to the next. */
export type AppState = {
  /** The request id, which the answer and the log show. */
  id: string;
  profile: Profile;
  /** The snapshot that answers; null before the first apply. */
  site: Site | null;
  /** The state that the rooms below work with; null while there is no site. */
  request: RequestState | null;
  /** The session of the visitor; null while there is none. */
  session: VisitorSession | null;
  /** Makes a session for a visitor who has none. */
  makeSession(): VisitorSession;
  /** The moment of the cache before anything was read. */
  since: number;
  target: Target;
  /** Address that answers at the path; undefined where none does. */
  match: AddressMatch | undefined;
};

export type AppContext = Koa.ParameterizedContext<AppState>;
export type AppMiddleware = Koa.Middleware<AppState>;
