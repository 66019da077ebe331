import { Fault } from "../base/fault.ts";
import type { AppContext } from "./app-context.ts";

const MOST_BYTES = 64 * 1024;

/** How what is sent becomes the fields of a form, by media type. */
const READERS: { readonly [mediaType: string]: (text: string) => URLSearchParams } = {
  "application/x-www-form-urlencoded": (text) => new URLSearchParams(text),
  "application/json": fieldsOfJson,
};

/**
 * Reads what was sent as the fields of a form. JSON is an object of texts, numbers, booleans and lists of those; false
 * and null count as not sent, as an empty box does.
 * @throws Fault `http.unsupported_media`, `http.too_large`, `http.bad_body`
 */
export async function readBody(ctx: AppContext, mostBytes = MOST_BYTES): Promise<URLSearchParams> {
  const mediaType = (ctx.req.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
  const read = Object.hasOwn(READERS, mediaType) ? READERS[mediaType]! : undefined;
  if (read === undefined) throw new Fault("http.unsupported_media", `Nothing here reads "${mediaType}".`);
  return read(await readText(ctx, mostBytes));
}

async function readText({ req, res }: AppContext, mostBytes: number): Promise<string> {
  const tooLarge = () => {
    // What is still on its way is not waited for.
    res.setHeader("Connection", "close");
    return new Fault("http.too_large", `More than ${mostBytes} bytes were sent.`);
  };
  if (Number(req.headers["content-length"]) > mostBytes) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function fieldsOfJson(text: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(parsed(text))) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each === null || each === false) continue;
      if (typeof each === "object") throw badBody();
      fields.append(name, each === true ? "1" : String(each));
    }
  }
  return fields;
}

function parsed(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw badBody(cause);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw badBody();
  return value;
}

function badBody(cause?: unknown): Fault {
  return new Fault("http.bad_body", "What was sent is not JSON with plain fields.", { cause });
}
