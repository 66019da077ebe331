import { HtmlValidate } from "html-validate";

const htmlValidate = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // How templates are laid out is not what visitors get.
    "no-trailing-whitespace": "off",
    // A title is as long as the item's.
    "long-title": "off",
    // The boxes of one list of choices have one name.
    "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }],
    // Patterns of names that are a matter of taste.
    "id-pattern": "off",
    "name-pattern": "off",
  },
});

/** Finds what is wrong with a page as HTML, one line each: `12:3 rule: message`. */
export async function htmlProblems(page: string): Promise<readonly string[]> {
  const report = await htmlValidate.validateString(page);
  return report.results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}
