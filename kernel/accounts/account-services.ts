import type { Limiter } from "../limits/limiter.ts";
import type { RequestState } from "../model/request-state.ts";
import type { Sessions } from "../state/port.ts";
import type { AccountSettings } from "./account-settings.ts";
import type { Lockout } from "./lockout.ts";
import type { Passwords } from "./passwords.ts";

/**
 * Fate of an account's content when the account is deleted: it stays and is nobody's, is unpublished and nobody's, goes
 * to another account, or is deleted too.
 */
export type ContentFate = "keep" | "unpublish" | "delete" | { readonly reassign: string };

/** The content of an author, as the room of content knows it. */
export type AuthoredContent = {
  count(state: RequestState, author: string): Promise<number>;
  /** Does ahead of the transaction, in parts, as much as would be too much for it. */
  prepare(state: RequestState, author: string, fate: ContentFate): Promise<void>;
  /** The rest, in the transaction that is open. */
  settle(state: RequestState, author: string, fate: ContentFate): Promise<void>;
};

/** Services of accounts besides the state of a request; made once by whoever joins the rooms. */
export type AccountServices = {
  readonly settings: AccountSettings;
  readonly passwords: Passwords;
  readonly lockout: Lockout;
  readonly limiter: Limiter;
  readonly sessions: Pick<Sessions, "endOfUser">;
  readonly content: AuthoredContent;
};
