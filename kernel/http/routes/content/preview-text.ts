import { Fault } from "../../../base/fault.ts";
import { mayWrite } from "../../../content/access.ts";
import { jsonAnswer } from "../../answers.ts";
import { send } from "../../send.ts";
import { MOST_WRITTEN } from "../pages.ts";
import type { KernelRoutes } from "../route.ts";
import { usableFormats } from "./widgets.ts";

/** Shows text in a format as pages show it, for whoever is writing it. */
export function previewTextRoutes(): KernelRoutes<"text-preview"> {
  return {
    "text-preview": {
      POST: {
        mostBytes: MOST_WRITTEN,
        access: ({ state }) => {
          if (!mayWrite(state)) throw new Fault("access.denied", "The user may write nothing.");
        },
        handle: async ({ ctx, state, body }) => {
          const format = body.get("format") ?? "";
          if (!usableFormats(state).some(({ value }) => value === format)) {
            throw new Fault("access.denied", `The user may not use the format ${format}.`);
          }
          const html = state.site.formatText(body.get("text") ?? "", format);
          await send(ctx, jsonAnswer(200, { html }, state.site));
        },
      },
    },
  };
}
