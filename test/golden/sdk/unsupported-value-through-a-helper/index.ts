import { Json, log, tap } from "trovato/sdk";
import { described } from "./helper";

@tap
export function cron(): void {
  log.info(described<string>("a").toString());
  log.info(described<string[]>(["a", "b"]).toString());
}
