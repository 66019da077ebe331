/** Labels of buttons and links of many pages. */
export const action = {
  sign_in: "Sign in",
  save: "Save",
  sign_out: "Sign out",
  show: "Show",
  reset: "Reset",
  filter: "Filter",
  edit: "Edit",
  delete: "Delete",
  front_page: "Go to the front page",
} as const;
