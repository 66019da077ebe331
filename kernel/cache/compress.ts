import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

export type Encoding = "br" | "gzip";

/** Below this many bytes, compression costs more than it saves. */
const LEAST_BYTES = 1_024;
const COMPRESSIBLE = /^(text\/|image\/svg)|[/+](json|xml|javascript)\b/;
/** A coding that is named without `q=0`. */
const ACCEPTS_BROTLI = /(^|[\s,])br\s*(,|$|;\s*q=(1|0\.0*[1-9]))/i;
const ACCEPTS_GZIP = /(^|[\s,])gzip\s*(,|$|;\s*q=(1|0\.0*[1-9]))/i;

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

/** Each coding with a level that is worth its time when the result is kept, and cheap enough when it is not. */
const COMPRESSORS: { readonly [Name in Encoding]: (body: Buffer) => Promise<Buffer> } = {
  br: (body) =>
    brotli(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => deflate(body, { level: 6 }),
};

/** The coding to answer with, from an Accept-Encoding header; null for none. */
export function chooseEncoding(accepted: string | string[] | undefined): Encoding | null {
  if (typeof accepted !== "string") return null;
  if (ACCEPTS_BROTLI.test(accepted)) return "br";
  return ACCEPTS_GZIP.test(accepted) ? "gzip" : null;
}

export function isCompressible(mediaType: string, body: Buffer): boolean {
  return body.length >= LEAST_BYTES && COMPRESSIBLE.test(mediaType);
}

export function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  return COMPRESSORS[encoding](body);
}
