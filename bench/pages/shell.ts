/** The HTML around a part of a page. */
export type Shell = { readonly before: string; readonly after: string };

/** `html` without what lies between the first `from` and the last `to`, both of which go with the part. */
export function shellAround(html: string, from: string, to: string): Shell {
  const start = html.indexOf(from);
  const end = html.lastIndexOf(to) + to.length;
  if (start < 0 || end < to.length) throw new Error(`The page has no ${from}…${to}.`);
  return { before: html.slice(0, start), after: html.slice(end) };
}
