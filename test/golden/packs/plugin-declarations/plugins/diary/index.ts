import { callback, Element, Json, Page, tap, Template } from "trovato/sdk";

@tap
export function menu(): Page[] {
  return [
    new Page("/days/{day}", "Taken", "shown"),
    new Page("/week/{day}", "Twice", "shown").query("day"),
    new Page("/year/{year}", "Of {yaer}", "shown"),
    new Page("/month", "Not there", "showm"),
  ];
}

@tap
export function theme(): Template[] {
  return [new Template("page"), new Template("diary-day"), new Template("diary-day")];
}

@callback
export function shown(payload: Json): Element | null {
  return null;
}
