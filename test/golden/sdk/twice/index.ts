export * from "./other";
import { Permission, tap } from "trovato/sdk";

@tap
export function perm(): Permission[] {
  return [];
}
