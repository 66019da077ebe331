import type { Log } from "../model/log.ts";
import type { Bus } from "./port.ts";

type Handler = (message: string) => void;
type Channel = { readonly handlers: Set<Handler>; readonly ready: Promise<void> };

/** Hears a channel of the store for as long as the process lives; settles when that has begun. */
export type OpenChannel = (name: string, onMessage: Handler) => Promise<void>;

/** Gives each message to everybody who listens on this node. A listener that fails does not keep it from the others. */
export function createSubscribe(open: OpenChannel, log: Log): Bus["subscribe"] {
  const channels = new Map<string, Channel>();

  const tell = (handler: Handler, channel: string, message: string): void => {
    try {
      handler(message);
    } catch (error) {
      log.error({ err: error, channel }, "A listener on the bus failed.");
    }
  };
  const openOnce = (name: string): Channel => {
    const handlers = new Set<Handler>();
    const tellAll = (message: string) => {
      for (const handler of handlers) tell(handler, name, message);
    };
    return { handlers, ready: open(name, tellAll) };
  };
  return async (name, onMessage) => {
    const channel = channels.get(name) ?? openOnce(name);
    channels.set(name, channel);
    const handler: Handler = (message) => onMessage(message);
    channel.handlers.add(handler);
    try {
      await channel.ready;
    } catch (error) {
      channels.delete(name);
      throw error;
    }
    return () => {
      channel.handlers.delete(handler);
    };
  };
}
