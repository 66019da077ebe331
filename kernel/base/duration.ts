const UNITS: { readonly [unit: string]: number } = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Milliseconds of `1 minute`, `15 minutes`, `1 hour`: text of the form `DURATION`. */
export function durationMs(text: string): number {
  const [amount, unit] = text.split(" ");
  return Number(amount) * UNITS[unit!.replace(/s$/, "")]!;
}
