/** Sentences of the elements that ask for the fields of an item. */
export const field = {
  format: "Format",
  time_zone: "Time zone",
  file_id: "Id of the file",
  file_alt: "In words, for who does not see it",
} as const;
