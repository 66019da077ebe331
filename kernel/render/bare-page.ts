import { escapeHtml } from "./escape.ts";

/** Everything that a bare page says. */
export type BareWords = { readonly title: string; readonly message: string; readonly note: string | null };

/** A page for when there is no site, or its templates fail: it needs nothing but its words. */
export function barePage({ title, message, note }: BareWords, language: string): string {
  const last = note === null ? "" : `<p><small>${escapeHtml(note)}</small></p>\n`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(message)}</p>
${last}</main>
</body>
</html>
`;
}
