import type { Site } from "../model/site.ts";

/** Policy of what a page may load and where it may send: only what comes from the site itself, nothing inline. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const REFERRER_POLICY = "strict-origin-when-cross-origin";
const PLAIN = [
  ["Content-Security-Policy", CONTENT_SECURITY_POLICY],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", REFERRER_POLICY],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
].flat();

/**
 * The headers that every answer has, as a flat list. Browsers are told to insist on https only where the site has it.
 */
export function securityHeaders(
  site: Site | null,
  { hidesAddress = false }: { readonly hidesAddress?: boolean } = {},
): readonly string[] {
  const strict = site?.strictTransport ?? null;
  const headers = strict === null ? PLAIN : [...PLAIN, "Strict-Transport-Security", strict];
  return hidesAddress ? headers.map((value) => (value === REFERRER_POLICY ? "no-referrer" : value)) : headers;
}
