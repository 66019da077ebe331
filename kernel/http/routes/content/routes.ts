import type { RouteServices } from "../../services.ts";
import type { KernelRoutes } from "../route.ts";
import { addRoutes } from "./add.ts";
import { deleteRoutes } from "./delete.ts";
import { editRoutes } from "./edit.ts";

/** The pages on which content is written. */
export function contentRoutes(
  services: RouteServices,
): KernelRoutes<"item-add" | "item-create" | "item-edit" | "item-delete"> {
  return { ...addRoutes(services), ...editRoutes(services), ...deleteRoutes(services) };
}
