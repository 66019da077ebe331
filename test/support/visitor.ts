import { request } from "node:http";

/** Browser, as far as forms and cookies go. */
export type Visitor = {
  readonly cookies: Map<string, Cookie>;
  /** Loads a page; redirects are not followed. */
  get(path: string, headers?: Headers): Promise<Answer>;
  /** Sends a form as it is, without loading a page for its token. */
  send(path: string, fields: Fields, headers?: Headers): Promise<Answer>;
  /** Loads the page, and sends the form on it with its token. */
  submit(path: string, fields: Fields, headers?: Headers): Promise<Answer>;
  signIn(name: string, password: string, more?: Fields): Promise<Answer>;
  /** Closes the browser: cookies that are not said to last are gone. */
  close(): void;
};
type Headers = { readonly [name: string]: string };
type Fields = { readonly [name: string]: string | readonly string[] };
export type Cookie = { readonly value: string; readonly attributes: readonly string[] };
export type Answer = {
  readonly status: number;
  readonly location: string | null;
  /** As it was sent, but for `=` and `'`, which are shown as a browser reads them. */
  readonly body: string;
  readonly setCookies: readonly string[];
  header(name: string): string | null;
};

export function createVisitor(url: string, own: Headers = {}): Visitor {
  const cookies = new Map<string, Cookie>();
  const ask = async (method: string, path: string, headers: Headers, body?: string): Promise<Answer> => {
    const cookie = [...cookies].map(([name, { value }]) => `${name}=${value}`).join("; ");
    // What browsers do with SameSite=Strict.
    const isStrange = headers["sec-fetch-site"] === "cross-site";
    const answer = await exchange(
      url + path,
      method,
      { ...own, ...(cookie !== "" && !isStrange && { cookie }), ...headers },
      body,
    );
    for (const line of answer.setCookies) take(cookies, line);
    return answer;
  };
  const visitor: Visitor = {
    cookies,
    get: (path, headers = {}) => ask("GET", path, headers),
    send: (path, fields, headers = {}) =>
      ask("POST", path, { "content-type": "application/x-www-form-urlencoded", ...headers }, encoded(fields)),
    async submit(path, fields, headers = {}) {
      const page = await visitor.get(path);
      return visitor.send(path, { form_token: tokenOf(page.body), ...fields }, headers);
    },
    signIn: (name, password, more = {}) => visitor.submit("/user/login", { name, password, ...more }),
    close() {
      for (const [name, { attributes }] of cookies) {
        if (!attributes.some((attribute) => attribute.startsWith("expires="))) cookies.delete(name);
      }
    },
  };
  return visitor;
}

/** The form token of a page; a text that is none when the page has no form. */
export function tokenOf(html: string): string {
  return html.match(/name="form_token" value="([^"]+)"/)?.[1] ?? "none";
}

/** Not `fetch`, which keeps headers such as Sec-Fetch-Site to itself. */
function exchange(url: string, method: string, headers: Headers, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      answer.on("end", () =>
        resolve({
          status: answer.statusCode!,
          location: answer.headers.location ?? null,
          body: text.replace(/&#x3D;/g, "=").replace(/&#x27;/g, "'"),
          setCookies: answer.headers["set-cookie"] ?? [],
          header: (name) => (answer.headers[name] as string | undefined) ?? null,
        }),
      );
    });
    asked.once("error", reject);
    asked.end(body);
  });
}

function take(cookies: Map<string, Cookie>, line: string): void {
  const [pair = "", ...attributes] = line.split("; ");
  const at = pair.indexOf("=");
  const cookie = { value: pair.slice(at + 1), attributes: attributes.map((attribute) => attribute.toLowerCase()) };
  if (cookie.value === "") cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), cookie);
}

function encoded(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
  return new URLSearchParams(pairs as [string, string][]).toString();
}
