/** What can be chosen in many places, and what is said of what was chosen. */
export const choice = {
  any: "Any",
  yes: "Yes",
  no: "No",
  published: "Published",
  unpublished: "Unpublished",
} as const;
