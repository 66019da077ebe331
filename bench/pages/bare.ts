import type { AddressInfo } from "node:net";
import Koa from "koa";
import { receiveInput, sendPort } from "./server-process.ts";

/**
 * The floor of a cached page: Koa that sends the same bytes with the headers that every answer needs, and does nothing
 * else.
 */
const { pages } = await receiveInput<{ pages: { [path: string]: string } }>();
const bodies = new Map(Object.entries(pages).map(([path, html]) => [path, Buffer.from(html)]));

const app = new Koa();
app.use((context) => {
  context.type = "text/html; charset=utf-8";
  context.body = bodies.get(context.path);
});
const server = app.listen(0, "127.0.0.1", () => sendPort((server.address() as AddressInfo).port));
