/** What buttons and links do, on many pages. */
export const action = {
  sign_in: "Sign in",
  save: "Save",
} as const;
