/** The page of what was done on the site. */
export const audit = {
  title: "Audit",
  about: "What was done here, by whom, latest first. Times are UTC.",
  when: "When",
  who: "Who",
  what: "What",
  subject: "To what",
  detail: "Detail",
  caption: "What was done",
  count: "{count, plural, one {# entry} other {# entries}}",
  many: "More than {count, number} entries",
  all_of: "All of {group}",
  show_all: "Show everything",
  no_match: "Nothing matches.",
  nothing: "Nothing yet.",
  nothing_help: "Sign-ins, changes of accounts and roles, applies and imports show up here.",
  none: "none",
} as const;
