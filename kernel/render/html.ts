/**
 * HTML that is safe to print as it is; templates know it by its type and escape everything else. Made when it is
 * printed.
 */
export type Html = { toHTML(): string };

/** Marks text as HTML. Only for what `render/` made. */
export function html(text: string): Html {
  return { toHTML: () => text };
}
