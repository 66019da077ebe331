/** A piece of text in a source that reads like a sentence, or the name of something on a page. */
export type Written = { readonly line: number; readonly text: string };

/**
 * Calls with text that no visitor reads: faults and errors have a registry, logs are for those who run the site, SQL is
 * none.
 */
const NOT_SHOWN =
  /^(new \w*(Fault|Error)|.*\b(log|logger)(\.\w+)?|ctx\.\w+|.*[hH]eaders?(\.\w+)?|Error|sql(\.\w+)*|.*\.(info|warn|error|debug)|import|require|RegExp)$/;

/** Text that begins as sentences and labels do, or as what follows the name of a field. */
const SENTENCE = /^[A-Z][a-z]+(?![a-z]*[A-Z])(?!-[A-Z])|^…?(is|has|have|cannot|belongs|refers|holds) [a-z]/;

/** Finds texts of a TypeScript source that read like a sentence and are not on the way to a fault or a log. */
export function writtenInSource(source: string): readonly Written[] {
  const found: Written[] = [];
  /** The names of what is called around the place that is read. */
  const calls: string[] = [];
  const token =
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<regexp>(?<=[(,=:[!&|?{}\n]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n])+\/[dgimsuvy]*)|"(?<string>(?:\\.|[^"\\])*)"|`(?<template>(?:\\.|[^`\\])*)`|(?<called>(?:new )?[\w.?$]*)(?:<[\w<>[\], |"]*>)?(?<open>[(])|(?<close>[)])/g;
  for (const match of source.matchAll(token)) {
    const { string, template, called, open, close } = match.groups!;
    if (open !== undefined) calls.push(called!);
    else if (close !== undefined) calls.pop();
    const text = string ?? template?.replace(/\$\{[^}]*\}/g, "…");
    if (text === undefined || !SENTENCE.test(text)) continue;
    if (calls.some((name) => NOT_SHOWN.test(name)) || /sql\.(unsafe|fragment)$/.test(source.slice(0, match.index)))
      continue;
    found.push({ line: source.slice(0, match.index).split("\n").length, text });
  }
  return found;
}

/** Finds the texts of a template: between tags, or in an attribute that people read or hear. */
export function writtenInTemplate(source: string): readonly Written[] {
  const bare = source.replace(/\{\{(?:"[^"]*"|[^}])*\}\}/g, (call) => call.replace(/[^\n]/g, " "));
  const attributes = [...bare.matchAll(/\b(?:aria-label|alt|title|placeholder)="([^"]*)"/g)];
  const between = [
    ...bare.replace(/<[^>]*>/g, (tag) => `\ue000${tag.replace(/[^\n]/g, " ").slice(1)}`).matchAll(/[^\ue000]+/g),
  ];
  return [
    ...attributes.map((match) => [match.index, match[1]!] as const),
    ...between.map((match) => [match.index, match[0]] as const),
  ]
    .filter(([, text]) => /[A-Za-z]{2,}/.test(text))
    .map(([index, text]) => ({ line: bare.slice(0, index).split("\n").length, text: text.trim() }));
}
