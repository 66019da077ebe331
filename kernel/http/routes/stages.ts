import { Fault } from "../../base/fault.ts";
import { isStage } from "../../content/stage-list.ts";
import { localPath } from "../local-path.ts";
import { sendOn } from "../private-answers.ts";
import type { KernelRoutes, PostExchange } from "./route.ts";

/** Choosing the stage that one looks at and works in. */
export const STAGE_ROUTES: KernelRoutes<"stage-switch"> = { "stage-switch": { POST: { handle: switchStage } } };

/** `stage_id` says which; the visitor goes on to `destination`. */
async function switchStage({ ctx, state, session, body }: PostExchange): Promise<void> {
  const stage = body.get("stage_id") ?? "";
  if (!(await isStage(state.db, stage))) throw new Fault("http.bad_body", "There is no such stage.");
  session.switchStage(stage);
  await sendOn(ctx, localPath(body.get("destination")) ?? "/");
}
