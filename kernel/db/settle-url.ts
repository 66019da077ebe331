import { once } from "node:events";
import { connect } from "node:net";
import { connectionOf } from "./connection.ts";

/**
 * The message that asks a server whether it encrypts (SSLRequest in the protocol of Postgres): its length and its code.
 */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
const YES = "S";
const DEADLINE = 5_000;

/**
 * Decides `sslmode=prefer` and `allow` once, by asking the server: encrypted where it can be, as with `require`, else
 * not. Every other URL comes back as it is, and so does that of a server that does not answer: whoever connects says so
 * better.
 */
export async function settleUrl(url: string): Promise<string> {
  const { host, port } = connectionOf(url);
  const settled = new URL(url);
  if (!["prefer", "allow"].includes(settled.searchParams.get("sslmode") ?? "")) return url;
  settled.searchParams.set("sslmode", (await encrypts(host, port)) ? "require" : "disable");
  return settled.href;
}

async function encrypts(host: string, port: number): Promise<boolean> {
  const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  try {
    socket.setTimeout(DEADLINE, () => socket.destroy(new Error("no answer")));
    await once(socket, "connect");
    socket.write(SSL_REQUEST);
    const [answer] = (await once(socket, "data")) as [Buffer];
    return answer.toString("latin1", 0, 1) === YES;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
