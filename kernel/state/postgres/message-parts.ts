/** A notification holds less than 8,000 bytes; a character is four of them at most. */
const PART = /[\s\S]{1,1900}/gu;

/**
 * A message in parts that fit into notifications: `1/2:text`. Each carries its number, because Postgres drops a
 * notification that is equal to another of the same transaction.
 */
export function splitMessage(message: string): readonly string[] {
  const parts = message.match(PART) ?? [""];
  return parts.map((part, index) => `${index + 1}/${parts.length}:${part}`);
}

/** Puts parts together again. Those of one transaction arrive in order, with no others between them. */
export function createJoiner(onMessage: (message: string) => void): (part: string) => void {
  let parts: string[] = [];
  return (payload) => {
    const colon = payload.indexOf(":");
    const [number, count] = payload.slice(0, colon).split("/").map(Number);
    if (number === 1) parts = [];
    parts.push(payload.slice(colon + 1));
    if (number !== count || parts.length !== count) return;
    const message = parts.join("");
    parts = [];
    onMessage(message);
  };
}
