import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

type Message = {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};
export type Position = { readonly line: number; readonly character: number };
export type Diagnostic = {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
};

/** An editor with the YAML language server: the real package, over its standard input and output. */
export type Editor = {
  /** Opens (or replaces) a file as it is typed, and resolves with what is underlined. */
  type(path: string, text: string): Promise<readonly Diagnostic[]>;
  /** Asks what is offered at a place of the file. */
  complete(path: string, position: Position): Promise<readonly string[]>;
  hover(path: string, position: Position): Promise<string>;
  close(): Promise<void>;
};

const SETTINGS = {
  yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false }, format: { enable: false } },
  http: { proxy: "", proxyStrictSSL: false },
  editor: { tabSize: 2 },
};

/** Starts the server for the site in the folder `site`. */
export async function openEditor(site: string): Promise<Editor> {
  const packaged = createRequire(import.meta.url).resolve("yaml-language-server/package.json");
  const server = spawn(process.execPath, [join(packaged, "../bin/yaml-language-server"), "--stdio"], { cwd: site });
  const asked = new Map<number, (message: Message) => void>();
  const underlined = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  let nextId = 1;

  const send = (message: object) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    server.stdin.write(body);
  };
  const ask = (method: string, params: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      asked.set(id, ({ result, error }) => (error === undefined ? resolve(result) : reject(new Error(error.message))));
      send({ id, method, params });
    });
  const receive = (message: Message) => {
    const { id, method, params } = message;
    if (method === undefined) asked.get(id!)?.(message);
    else if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly Diagnostic[] };
      underlined.get(uri)?.(diagnostics);
    } else if (method === "workspace/configuration") {
      const { items } = params as { items: readonly { section: keyof typeof SETTINGS }[] };
      send({ id, result: items.map(({ section }) => SETTINGS[section] ?? null) });
    } else if (id !== undefined) send({ id, result: null });
  };
  receiveFrom(server.stdout, receive);

  const uriOf = (path: string) => pathToFileURL(join(site, path)).href;
  const opened = new Map<string, number>();
  await ask("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(site).href,
    workspaceFolders: [{ uri: pathToFileURL(site).href, name: "site" }],
    capabilities: {
      workspace: { configuration: true, didChangeConfiguration: {} },
      textDocument: { completion: { completionItem: { snippetSupport: false } }, publishDiagnostics: {} },
    },
  });
  send({ method: "initialized", params: {} });
  send({ method: "workspace/didChangeConfiguration", params: { settings: SETTINGS } });

  return {
    type: (path, text) =>
      new Promise((resolve) => {
        const uri = uriOf(path);
        const version = (opened.get(path) ?? 0) + 1;
        opened.set(path, version);
        underlined.set(uri, resolve);
        const textDocument = { uri, version, languageId: "yaml", text };
        if (version === 1) send({ method: "textDocument/didOpen", params: { textDocument } });
        else send({ method: "textDocument/didChange", params: { textDocument, contentChanges: [{ text }] } });
      }),
    complete: async (path, position) => {
      const params = { textDocument: { uri: uriOf(path) }, position };
      const { items } = (await ask("textDocument/completion", params)) as { items: readonly { label: string }[] };
      return items.map(({ label }) => label);
    },
    hover: async (path, position) => {
      const params = { textDocument: { uri: uriOf(path) }, position };
      const answer = (await ask("textDocument/hover", params)) as { contents: { value: string } } | null;
      return answer?.contents.value ?? "";
    },
    close: async () => {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
  };
}

/** Messages are framed by their length (Language Server Protocol, base protocol). */
function receiveFrom(stream: NodeJS.ReadableStream, receive: (message: Message) => void): void {
  let buffer = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = buffer.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(
        buffer
          .subarray(0, head)
          .toString()
          .match(/Content-Length: (\d+)/i)![1],
      );
      const start = head + 4;
      if (buffer.length < start + length) return;
      const body = buffer.subarray(start, start + length).toString();
      buffer = buffer.subarray(start + length);
      receive(JSON.parse(body));
    }
  });
}
