/** Text that people wrote, as it is shown. */
export const text = {
  quotation_marks: "“”‘’",
  task_done: "Done",
  task_open: "To do",
} as const;
