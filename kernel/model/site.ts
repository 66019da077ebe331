import type { AddressBook } from "./address.ts";
import type { KindShares } from "./kind-types.ts";

/** The name and looks that `config/site.yaml` gives. */
export type SiteIdentity = {
  readonly name: string;
  readonly slogan: string;
  readonly baseUrl: string;
  readonly frontPage: string;
  readonly dateFormat: string;
  /** Strict-Transport-Security header for browsers; null where there is none. */
  readonly strictTransport: string | null;
  /** As BCP 47 names it: `en`, `de-AT`. */
  readonly language: string;
};

/**
 * The frozen value that every request is answered from; one per generation. Each kind says in its spec what its part of
 * it is.
 */
export type Site = SiteIdentity & {
  readonly generation: number;
  /** Addresses that the site answers, the kernel's own addresses too. */
  readonly addresses: AddressBook;
} & KindShares;
