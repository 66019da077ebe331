import { Json } from "trovato/sdk";

export function described<T>(value: T): Json {
  return Json.list().add(Json.object().set("value", value));
}
