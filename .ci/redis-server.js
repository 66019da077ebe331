// A throw-away Redis on loopback, for the second run of the tests of whole sites.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "./free-port.js";

export async function startRedis() {
  const directory = mkdtempSync(join(tmpdir(), "trovato-redis-"));
  const port = await freePort();
  const settings = ["--port", port, "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", settings.map(String), { stdio: "ignore" });
  for (let tries = 0; !(await isOpen(port)); tries++) {
    if (tries === 100) throw new Error("redis-server did not start.");
    await pause(50);
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    stop() {
      server.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
