/** Text that people wrote, as it is shown. */
export const text = {
  quotation_marks: "“”‘’",
  task_done: "Done",
  task_open: "To do",
  not_shown: "{field} cannot be shown: it is too long, or nested too deeply",
} as const;
