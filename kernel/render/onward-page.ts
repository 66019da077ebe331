import { escapeHtml } from "./escape.ts";

/** A page that goes on to `url`, a path of the site, by itself; without scripts, and with a link for browsers that stay. */
export function onwardPage(url: string): string {
  const address = escapeHtml(url);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=${address}">
<title>One moment</title>
</head>
<body>
<main>
<h1>One moment</h1>
<p><a href="${address}">Go on to the page</a></p>
</main>
</body>
</html>
`;
}
