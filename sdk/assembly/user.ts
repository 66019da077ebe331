import { addressOf, liftString, RESULT } from "./abi";
import * as host from "./host/user-api";

/** Who the request is for. */
export namespace user {
  /** The nil UUID for an anonymous visitor. */
  export function id(): string {
    host.currentUserId(RESULT);
    return liftString(RESULT);
  }

  export function name(): string {
    host.currentUserName(RESULT);
    return liftString(RESULT);
  }

  export function can(permission: string): bool {
    return host.currentUserHasPermission(addressOf(permission), permission.length) != 0;
  }
}
