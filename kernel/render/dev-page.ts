import { escapeHtml } from "./escape.ts";

/** Adds to a page, while a site is being worked on, a script that reloads the page and shows faults. */
export function withDevScript(body: string, script: string): string {
  const tag = `<script src="${escapeHtml(script)}" defer></script>\n`;
  const end = body.lastIndexOf("</body>");
  return end < 0 ? body + tag : body.slice(0, end) + tag + body.slice(end);
}

/** The page while there is no site that could be shown: what is wrong, as the terminal says it. */
export function devFaultPage(text: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The site waits</title>
</head>
<body>
<main>
<h1>The site waits</h1>
<p>It is shown as soon as this is put right and saved.</p>
<pre>${escapeHtml(text)}</pre>
</main>
</body>
</html>
`;
}
