import type { NumberStyle } from "../model/words.ts";

/** Units that are written as the language writes money. */
const CURRENCIES: ReadonlySet<string> = new Set(["USD", "EUR", "GBP", "JPY"]);
const MOST_DIGITS = 20;

/**
 * A function that writes numbers as a language writes them: `scale` digits stand after the point (as many as there are,
 * when it is not given), the unit is written with it: `$14,400,000`, `131 min`.
 */
export function createNumberFormat(locale: string): (value: number, style?: NumberStyle) => string {
  const formats = new Map<string, Intl.NumberFormat>();
  const formatOf = ({ scale, unit }: NumberStyle): Intl.NumberFormat => {
    const currency = unit !== undefined && CURRENCIES.has(unit) ? unit : undefined;
    const key = `${scale} ${currency}`;
    let format = formats.get(key);
    if (format === undefined) {
      format = new Intl.NumberFormat(locale, {
        ...(currency !== undefined && { style: "currency", currency, currencyDisplay: "narrowSymbol" }),
        minimumFractionDigits: scale ?? 0,
        maximumFractionDigits: scale ?? MOST_DIGITS,
        signDisplay: "negative",
      });
      formats.set(key, format);
    }
    return format;
  };
  const isPlain = new Intl.NumberFormat(locale).resolvedOptions().numberingSystem === "latn";
  return (value, style = {}) => {
    const { unit } = style;
    // Most numbers are small, and written the same in most languages.
    const isShort = isPlain && Number.isInteger(value) && value >= 0 && value < 1_000;
    const isBare = isShort && style.scale === undefined && (unit === undefined || !CURRENCIES.has(unit));
    const number = isBare ? String(value) : formatOf(style).format(value);
    return unit === undefined || CURRENCIES.has(unit) ? number : `${number} ${unit}`;
  };
}
