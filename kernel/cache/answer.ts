import { hash } from "node:crypto";
import type { Encoding } from "./compress.ts";
import { compress, isCompressible } from "./compress.ts";

/** Answer as it is sent: the complete headers as a flat list of names and values, and the body. */
export type AnswerForm = { readonly headers: string[]; readonly body: Buffer };

/** A whole answer that can be sent again and again: made once, with the compressed forms that were asked for so far. */
export type Answer = {
  readonly status: number;
  /** A weak entity tag, the same for all forms; null when the answer is not worth comparing. */
  readonly etag: string | null;
  /** The headers of a 304. */
  readonly unchanged: string[];
  /** The form in `encoding` if it is at hand, else the plain one; what is missing is made in the background. */
  ready(encoding: Encoding | null): AnswerForm;
  /** The form in `encoding`, made now if need be. */
  form(encoding: Encoding | null): Promise<AnswerForm>;
  /** Bytes that all forms hold together. */
  size(): number;
  /** Is called when a form joins, because the answer then takes more memory. */
  onGrow(listener: () => void): void;
};

export type AnswerContent = {
  readonly status: number;
  readonly mediaType: string;
  readonly body: Buffer;
  /** Names and values, without those that depend on the body. */
  readonly headers: readonly string[];
  /** The value of Cache-Control. */
  readonly cacheControl: string;
};

const PER_ANSWER = 2_000;

export function createAnswer(content: AnswerContent): Answer {
  const { status, body } = content;
  const compressible = isCompressible(content.mediaType, body);
  const etag = status === 200 ? `W/"${hash("sha256", body, "base64url").slice(0, 22)}"` : null;
  const validators = ["Cache-Control", content.cacheControl];
  if (etag !== null) validators.push("ETag", etag);
  if (compressible) validators.push("Vary", "Accept-Encoding");
  const common = ["Content-Type", content.mediaType, ...validators, ...content.headers];

  const plain: AnswerForm = { headers: [...common, "Content-Length", String(body.length)], body };
  const made: { [Name in Encoding]?: AnswerForm } = {};
  const making: { [Name in Encoding]?: Promise<AnswerForm> } = {};
  let grown = (): void => {};

  const make = async (encoding: Encoding): Promise<AnswerForm> => {
    const compressed = await compress(body, encoding);
    const headers = [...common, "Content-Encoding", encoding, "Content-Length", String(compressed.length)];
    const form = { headers, body: compressed };
    made[encoding] = form;
    grown();
    return form;
  };
  const form = (encoding: Encoding | null): Promise<AnswerForm> => {
    if (encoding === null || !compressible) return Promise.resolve(plain);
    making[encoding] ??= make(encoding);
    return making[encoding];
  };
  return {
    status,
    etag,
    unchanged: validators,
    form,
    ready(encoding) {
      if (encoding === null || !compressible) return plain;
      const at = made[encoding];
      if (at !== undefined) return at;
      form(encoding).catch(() => {});
      return plain;
    },
    size: () => PER_ANSWER + body.length + (made.br?.body.length ?? 0) + (made.gzip?.body.length ?? 0),
    onGrow(listener) {
      grown = listener;
    },
  };
}
