import { callback, Json } from "trovato/sdk";

@callback
export function nothing(payload: Json): Json {
  return payload;
}
