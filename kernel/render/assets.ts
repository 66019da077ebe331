import { posix } from "node:path";
import { pathTo } from "../addresses/path-to.ts";
import { sha256 } from "../base/json.ts";
import type { Asset } from "../kinds/asset/asset-spec.ts";
import type { AssetFile } from "../model/desired.ts";

const MEDIA_TYPES: { readonly [ending: string]: string } = {
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".woff2": "font/woff2",
};

/** `url(x)`, `url("x")` and `@import "x"` of a style sheet. */
const REFERENCE = /(\burl\(\s*)(["']?)([^"')]+)\2(\s*\))|(@import\s+)(["'])([^"']+)\6/g;
const HASH_LENGTH = 12;

/**
 * The assets by path; of equal paths the highest layer wins. The address of each holds the hash of its content, so that
 * it may be kept for ever; what style sheets refer to is rewritten to such addresses first.
 */
export function createAssets(files: readonly AssetFile[]): Map<string, Asset> {
  const winning = new Map(files.toSorted((a, b) => a.layer - b.layer).map((file) => [file.path, file]));
  const assets = new Map<string, Asset>();
  for (const path of winning.keys()) addAsset(path, winning, assets, new Set());
  return assets;
}

/**
 * Adds an asset after those that it refers to. Style sheets that import each other in a circle keep the address as
 * written.
 */
function addAsset(
  path: string,
  files: ReadonlyMap<string, AssetFile>,
  assets: Map<string, Asset>,
  adding: Set<string>,
): Asset | undefined {
  const file = files.get(path);
  if (assets.has(path) || file === undefined || adding.has(path)) return assets.get(path);
  adding.add(path);
  const content = path.endsWith(".css")
    ? Buffer.from(rewrite(file, (target) => addAsset(target, files, assets, adding)?.url))
    : file.content;
  const hash = sha256(content).slice(0, HASH_LENGTH);
  const asset: Asset = { path, url: pathTo("asset", { hash, "*": path }), mediaType: mediaTypeOf(path), content };
  assets.set(path, asset);
  return asset;
}

function rewrite(file: AssetFile, urlOf: (path: string) => string | undefined): string {
  return file.content
    .toString("utf8")
    .replace(REFERENCE, (...[whole, open, quote, url, close, rule, mark, imported]) => {
      const target = posix.join(posix.dirname(file.path), String(url ?? imported));
      const address = urlOf(target);
      if (address === undefined) return whole;
      return url === undefined ? `${rule}${mark}${address}${mark}` : `${open}${quote}${address}${quote}${close}`;
    });
}

function mediaTypeOf(path: string): string {
  return MEDIA_TYPES[posix.extname(path).toLowerCase()] ?? "application/octet-stream";
}
