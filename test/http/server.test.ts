import { Agent, request } from "node:http";
import { expect, test } from "@jest/globals";
import { createApp } from "../../kernel/http/app.ts";
import { openServer } from "../../kernel/http/server.ts";
import { html, serveApp } from "../support/app.ts";

const ID = "01890000-0000-7000-8000-000000000001";

test("closing lets requests finish, and does not wait for idle connections", async () => {
  const app = await serveApp({
    pages: {
      item: async () => {
        await new Promise((resolve) => setTimeout(resolve, 200));
        return html("finished");
      },
      gather: async () => html("gather"),
      plugin: async () => html("plugin"),
      fault: () => html("fault"),
    },
  });
  const agent = new Agent({ keepAlive: true });
  const body = new Promise<string>((resolve, reject) => {
    request(`${app.url}/item/${ID}`, { agent }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve(text));
    })
      .on("error", reject)
      .end();
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const started = performance.now();
  await app.server.close(5_000);
  expect(await body).toBe("finished");
  expect(performance.now() - started).toBeLessThan(2_000);
  await expect(fetch(app.url)).rejects.toThrow();
  agent.destroy();
});

test("closing ends at its deadline whatever is still running", async () => {
  const app = await serveApp({
    pages: {
      item: () => new Promise(() => {}),
      gather: async () => html("gather"),
      plugin: async () => html("plugin"),
      fault: () => html("fault"),
    },
  });
  const answer = fetch(`${app.url}/item/${ID}`).catch(() => "cut off");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await app.server.close(100);
  expect(await answer).toBe("cut off");
});

test("a port that is taken is an error at once", async () => {
  const app = await serveApp();
  await expect(openServer(createApp(app.services), { port: app.server.port, host: "127.0.0.1" })).rejects.toThrow(
    "EADDRINUSE",
  );
  await app.close();
});
