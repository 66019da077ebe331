import { addressOf, liftFailure, RESULT } from "./abi";
import { Failure } from "./failure";
import * as host from "./host/queue";
import { Json } from "./json";

/** Work for later. A job exists if and only if what caused it was saved. */
export namespace queue {
  export function push(name: string, payload: Json): Failure | null {
    const text = payload.toString();
    host.push(addressOf(name), name.length, addressOf(text), text.length, RESULT);
    return liftFailure();
  }
}
