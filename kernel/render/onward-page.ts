import { escapeHtml } from "./escape.ts";

/** Everything that the page says, and its language. */
export type OnwardWords = { readonly language: string; readonly title: string; readonly link: string };

/**
 * A page that goes on to `url`, a path of the site, by itself; without scripts, and with a link for browsers that stay.
 */
export function onwardPage(words: OnwardWords, url: string): string {
  const address = escapeHtml(url);
  return `<!DOCTYPE html>
<html lang="${escapeHtml(words.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=${address}">
<title>${escapeHtml(words.title)}</title>
</head>
<body>
<main>
<h1>${escapeHtml(words.title)}</h1>
<p><a href="${address}">${escapeHtml(words.link)}</a></p>
</main>
</body>
</html>
`;
}
