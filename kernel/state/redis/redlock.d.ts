/** The part of redlock's interface that this room uses; the package brings no types. */
declare module "redlock" {
  class Redlock {
    static readonly LockError: new () => Error;
    constructor(clients: readonly object[], options: { readonly retryCount: number });
    lock(resource: string, ttl: number): PromiseLike<Redlock.Lock>;
    extend(lock: Redlock.Lock, ttl: number): PromiseLike<Redlock.Lock>;
    unlock(lock: Redlock.Lock): PromiseLike<void>;
    on(event: "clientError", listener: (error: Error) => void): void;
  }
  namespace Redlock {
    type Lock = { readonly resource: readonly string[]; readonly value: string; readonly expiration: number };
  }
  export = Redlock;
}
