import type { RouteServices } from "../../http-services.ts";
import { addRoutes } from "./add.ts";
import { deleteRoutes } from "./delete.ts";
import { editRoutes } from "./edit.ts";
import { mergeRoutes } from "./merge.ts";
import { previewTextRoutes } from "./preview-text.ts";
import { revisionRoutes } from "./revisions.ts";

type ContentRoutes = ReturnType<typeof addRoutes> &
  ReturnType<typeof editRoutes> &
  ReturnType<typeof mergeRoutes> &
  ReturnType<typeof revisionRoutes> &
  ReturnType<typeof deleteRoutes> &
  ReturnType<typeof previewTextRoutes>;

/** The pages on which content is written. */
export function contentRoutes(services: RouteServices): ContentRoutes {
  return {
    ...addRoutes(services),
    ...editRoutes(services),
    ...mergeRoutes(services),
    ...revisionRoutes(services),
    ...deleteRoutes(services),
    ...previewTextRoutes(),
  };
}
