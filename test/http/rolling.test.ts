import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { createApp } from "../../kernel/http/app.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import { openServer } from "../../kernel/http/server.ts";
import { serveApp } from "../support/app.ts";

const HOST = "127.0.0.1";
const NOTICE = 150;

/** One ask over a kept connection, as a proxy makes it. Rejects with what the system says. */
function ask(agent: Agent, port: number, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({ agent, host: HOST, port, method, path }, (answer) => {
      answer.resume().on("end", () => resolve(answer.statusCode!));
      answer.on("error", reject);
    });
    asking.on("error", reject).end(method === "POST" ? "a=b" : undefined);
  });
}

test("nodes behind a proxy are restarted one after the other and no request is lost", async () => {
  const app = await serveApp();
  const stopping = [false, false];
  const open = (at: number, port: number) => {
    stopping[at] = false;
    return openServer(createApp({ ...app.services, isStopping: () => stopping[at]! }), { port, host: HOST });
  };
  const nodes: HttpServer[] = [await open(0, 0), await open(1, 0)];
  const ports = nodes.map(({ port }) => port);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const lost: string[] = [];
  let answered = 0;
  let isOver = false;
  const isUp = [true, true];
  const looking = setInterval(() => {
    for (const [at, port] of ports.entries()) {
      const asked = ask(agent, port, "GET", "/health").catch(() => 503);
      void asked.then((status) => {
        isUp[at] = status === 200;
      });
    }
  }, 20);
  const throughProxy = async (turn: number, method: string) => {
    const at = isUp[turn % 2] ? turn % 2 : (turn + 1) % 2;
    try {
      await ask(agent, ports[at]!, method, "/films");
      answered += 1;
    } catch (error) {
      lost.push(`${method} ${error}`);
    }
  };
  const visitors = Array.from({ length: 16 }, async (_, index) => {
    for (let turn = index; !isOver; turn++) await throughProxy(turn, turn % 3 === 0 ? "POST" : "GET");
  });
  for (let round = 0; round < 6; round++) {
    const at = round % 2;
    stopping[at] = true;
    await nodes[at]!.close(2_000, NOTICE);
    nodes[at] = await open(at, ports[at]!);
    await pause(100);
  }
  isOver = true;
  clearInterval(looking);
  await Promise.all(visitors);
  agent.destroy();
  await Promise.all([...nodes, app.server].map((node) => node.close(1_000)));
  expect(lost).toEqual([]);
  expect(answered).toBeGreaterThan(500);
});
