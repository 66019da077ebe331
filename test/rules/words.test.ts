import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root, sourceFiles } from "../support/source.ts";
import { roomOf } from "./floors.ts";
import { writtenInSource, writtenInTemplate } from "./sentences.ts";

/** The rooms that show something to visitors and editors. */
const ROOMS = ["pages", "http", "forms", "mail", "accounts", "content", "gather", "render", "fields"];
/**
 * Files that are read by others: what they say is part of a fault of files, of a header, or for whoever works on the
 * site.
 */
const FOR_OTHERS: ReadonlySet<string> = new Set([
  "kernel/http/dev-server.ts",
  "kernel/http/device-name.ts",
  "kernel/http/middleware/addresses.ts",
  "kernel/http/private-answers.ts",
  "kernel/http/routes/forms.ts",
  "kernel/http/security-headers.ts",
  "kernel/fields/date-pattern.ts",
  "kernel/forms/read-submissions.ts",
  "kernel/gather/altered.ts",
  "kernel/gather/check-listing.ts",
  "kernel/render/check-template.ts",
  "kernel/render/raw-output.ts",
  "kernel/render/said-sentences.ts",
  "kernel/render/template-circles.ts",
]);
/** Text of templates that is the same in every language. */
const SAME_EVERYWHERE = /^npx trovato apply$|^required {2,}disabled/;

test("what visitors and editors read is in the catalogue of kernel/words", () => {
  const sources = ROOMS.flatMap((room) => sourceFiles(`kernel/${room}`))
    .filter(({ path }) => roomOf(path) !== "model" && !FOR_OTHERS.has(path))
    .flatMap(({ path, text }) => writtenInSource(text).map((written) => `${path}:${written.line} ${written.text}`));
  const templates = ["base", "admin", "default"].flatMap((theme) => templatesOf(`themes/${theme}/templates`));
  expect([...sources, ...templates]).toEqual([]);
});

test("files that are let off say something", () => {
  const idle = [...FOR_OTHERS].filter((path) => writtenInSource(readFileSync(join(root, path), "utf8")).length === 0);
  expect(idle).toEqual([]);
});

test("the rule sees sentences, labels and what follows the name of a field, and no more", () => {
  const source = `
    const a = { label: "Sign in" }; // "Not this"
    throw new Fault("x.y", \`The page \${path} is gone.\`);
    log.info({}, "The site is at a new generation.");
    return name === "" ? "is required" : \`has more than \${most} characters\`;
    const b = /"Or this"/.test(text);
    ctx.set("Content-Type", "text/plain");
    say(site, "account.roles");
  `;
  expect(writtenInSource(source).map(({ text }) => text)).toEqual([
    "Sign in",
    "is required",
    "has more than … characters",
  ]);
  const template = '<p title="{{say "a.b"}}" aria-label="Main">{{#if x}}Yes{{/if}}<b>–</b>{{name}}</p>';
  expect(writtenInTemplate(template).map(({ text }) => text)).toEqual(["Main", "Yes"]);
});

function templatesOf(folder: string): readonly string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".hbs"));
  return names.flatMap((name) =>
    writtenInTemplate(readFileSync(join(root, folder, name), "utf8"))
      .filter(({ text }) => !SAME_EVERYWHERE.test(text))
      .map(({ line, text }) => `${folder}/${name}:${line} ${text}`),
  );
}
