/** Choices of many places, and sentences about them. */
export const choice = {
  any: "Any",
  yes: "Yes",
  no: "No",
  published: "Published",
  unpublished: "Unpublished",
} as const;
