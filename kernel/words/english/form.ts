/** Forms: what is wrong with what was typed, and what becomes of it. */
export const form = {
  problems: "{count, plural, one {One thing needs your attention.} other {# things need your attention.}}",
  choose: "– Choose –",
  none: "– None –",
  yes: "yes",
  no: "no",
  empty: "–",
  not_sent: "The site was changed a moment ago, and nothing was sent. Send it again.",
  another: "Another, by name",
  reference_name: "Name",
} as const;
