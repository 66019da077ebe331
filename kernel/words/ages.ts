const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** A function that says how long ago something was (milliseconds), in its largest unit: `2 days ago`. */
export function createAgeFormat(locale: string): (age: number) => string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  const now = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  return (age) => {
    const [unit, length] = UNITS.find((each) => age >= each[1]) ?? ["second", 0];
    return length === 0 ? now.format(0, unit) : format.format(-Math.floor(age / length), unit);
  };
}
