import { fork } from "node:child_process";
import { join } from "node:path";

/** A server in a process of its own, so that what measures does not take part in what is measured. */
export type ServerProcess = { readonly url: string; readonly pid: number; stop(): Promise<void> };

/** Starts `bench/pages/NAME.ts`, which sends its port when it listens; `input` reaches it as its first message. */
export function startServer(name: string, input: unknown): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, `${name}.ts`), { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return new Promise((resolve, reject) => {
    child.once("message", (port) => resolve({ url: `http://127.0.0.1:${port}`, pid: child.pid!, stop }));
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}`)));
    child.send(input as object);
  });
}

/** The first message of the parent. */
export function receiveInput<Input>(): Promise<Input> {
  // Whoever asked is gone: nobody is left to stop this process.
  process.once("disconnect", () => process.exit());
  return new Promise((resolve) => process.once("message", resolve as (message: unknown) => void));
}

export function sendPort(port: number): void {
  process.send!(port);
}
