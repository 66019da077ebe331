/** Problem of a template, and its place: lines and columns count from 1. */
export type TemplateProblem = { readonly line: number; readonly column: number; readonly message: string };

/** The helpers that templates have: those of Handlebars that make sense here, and ours (`template-helpers.ts`). */
export const HELPER_NAMES = [
  "if",
  "unless",
  "each",
  "with",
  "lookup",
  "field",
  "asset",
  "say",
  "as-code",
  "as-strong",
  "as-time",
] as const;

/**
 * Dialect of templates, the same when it is checked and when it is compiled: a helper that is not known is an error.
 */
export const COMPILE_OPTIONS = {
  // Handlebars brings some of its own, one of which writes to the terminal.
  knownHelpers: {
    log: false,
    helperMissing: false,
    blockHelperMissing: false,
    ...Object.fromEntries(HELPER_NAMES.map((name) => [name, true])),
  },
  knownHelpersOnly: true,
  preventIndent: true,
} as const;
