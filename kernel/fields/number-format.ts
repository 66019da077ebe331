/** Units that are written before the number. */
const SYMBOLS: { readonly [unit: string]: string } = { USD: "$", EUR: "€", GBP: "£", JPY: "¥" };

/**
 * A number for people: thousands are separated by commas, `scale` digits stand after the point (as many as there are, when it is
 * not given), the unit is written with it: `$14,400,000`, `131 min`.
 */
export function formatNumber(value: number, scale?: number, unit?: string): string {
  const digits = plainDigits(Math.abs(value), scale);
  const [whole = "0", fraction] = digits.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const sign = value < 0 && Number(digits) !== 0 ? "-" : "";
  const number = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  const symbol = unit === undefined ? undefined : SYMBOLS[unit];
  if (symbol !== undefined) return `${sign}${symbol}${number}`;
  return unit === undefined ? `${sign}${number}` : `${sign}${number} ${unit}`;
}

/** Digits without an exponent, which `String` would write for very large and very small numbers. */
function plainDigits(value: number, scale: number | undefined): string {
  if (value >= 1e21) return BigInt(value).toString();
  if (scale !== undefined) return value.toFixed(scale);
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/0+$/, "") : text;
}
