import type { Answer } from "../cache/answer.ts";
import { createAnswer } from "../cache/answer.ts";
import type { Site } from "../model/site.ts";
import type { Page } from "../pages/page.ts";
import { securityHeaders } from "./security-headers.ts";

/** Browsers ask again every time, with the entity tag: so an invalidation shows at once. */
const REVALIDATE = "private, no-cache";
const NO_STORE = "no-store";

export type PageTraits = {
  /** It is for one visitor at one moment: kept nowhere, not even for the way back. */
  readonly isPrivate?: boolean;
  /** Its address is told to no site that it links to. */
  readonly hidesAddress?: boolean;
};

export function pageAnswer(page: Page, site: Site | null, traits: PageTraits = {}): Answer {
  return createAnswer({
    status: page.status,
    mediaType: page.mediaType,
    body: Buffer.from(page.body),
    headers: securityHeaders(site, traits),
    cacheControl: page.status === 200 && !traits.isPrivate ? REVALIDATE : NO_STORE,
  });
}

export function jsonAnswer(status: number, value: object, site: Site | null): Answer {
  return createAnswer({
    status,
    mediaType: "application/json; charset=utf-8",
    body: Buffer.from(JSON.stringify(value)),
    headers: securityHeaders(site),
    cacheControl: NO_STORE,
  });
}

export function textAnswer(status: number, text: string, site: Site | null): Answer {
  return createAnswer({
    status,
    mediaType: "text/plain; charset=utf-8",
    body: Buffer.from(text),
    headers: securityHeaders(site),
    cacheControl: NO_STORE,
  });
}
