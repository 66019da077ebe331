/** Answer to a request: a whole document. */
export type Page = { readonly status: number; readonly mediaType: string; readonly body: string };

export const HTML = "text/html; charset=utf-8";
export const ATOM = "application/atom+xml; charset=utf-8";
