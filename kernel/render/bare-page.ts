import { escapeHtml } from "./escape.ts";

/** A page for when there is no site, or its templates fail: it needs nothing but its words. */
export function barePage(title: string, message: string, note: string | null): string {
  const last = note === null ? "" : `<p><small>${escapeHtml(note)}</small></p>\n`;
  return `<!DOCTYPE html>
<html lang="en">
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
