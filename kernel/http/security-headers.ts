import type { Site } from "../model/site.ts";

/** What a page may load and where it may send: only what comes from the site itself, nothing inline, no scripts. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PLAIN = [
  ["Content-Security-Policy", CONTENT_SECURITY_POLICY],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "strict-origin-when-cross-origin"],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
].flat();
const ENCRYPTED = [...PLAIN, "Strict-Transport-Security", "max-age=31536000; includeSubDomains"];

/** The headers that every answer has, as a flat list. Browsers are told to insist on https only where the site has it. */
export function securityHeaders(site: Site | null): readonly string[] {
  return site?.baseUrl.startsWith("https:") ? ENCRYPTED : PLAIN;
}
