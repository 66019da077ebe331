import type { Speaker } from "../words/say.ts";
import { say } from "../words/say.ts";

/** Marks of browsers in a User-Agent, with their names; the earlier goes before the later. */
const BROWSERS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\bEdgA?(?:iOS)?\//, "Edge"],
  [/\b(?:OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
  [/\bcurl\//, "curl"],
];
const SYSTEMS: readonly (readonly [mark: RegExp, name: string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bWindows\b/, "Windows"],
  [/\bMac(?:intosh| OS X)\b/, "macOS"],
  [/\bLinux\b/, "Linux"],
];

/** A device as its owner knows it, out of its User-Agent: `Firefox on Linux`. */
export function deviceName(site: Speaker, userAgent: string): string {
  const first = (list: typeof BROWSERS) => list.find(([mark]) => mark.test(userAgent))?.[1];
  const browser = first(BROWSERS);
  const system = first(SYSTEMS);
  if (browser === undefined)
    return system === undefined ? say(site, "account.device_unknown") : say(site, "account.device_browser", { system });
  return system === undefined ? browser : say(site, "account.device", { browser, system });
}
