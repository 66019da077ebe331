/** A count with its noun, as plans say it: `1 item`, `3,200 items`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
