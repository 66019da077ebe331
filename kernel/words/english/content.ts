/** Items, as those who write them see them. */
export const content = {
  add: "Add content",
} as const;
