import type { HostFunctionsOf } from "../model/host-functions.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { answering, failure } from "./failure.ts";
import { grantsOf } from "./grants.ts";
import { readJson } from "./json-argument.ts";

const NAME = new RegExp(MACHINE_NAME, "u");

/** Jobs of plugins. There are no workers for them yet: a job that nobody ever takes is refused, not kept. */
export const queue: HostFunctionsOf<"queue"> = {
  push: (context, name, payload) =>
    answering(context, async () => {
      if (!grantsOf(context).queue) return failure("not-granted", `Plugin '${context.plugin}' may not queue jobs.`);
      if (!NAME.test(name)) return failure("invalid-argument", `${name} is not the name of a queue.`);
      if (readJson(payload) === undefined) return failure("invalid-argument", "The payload of a job is JSON.");
      return failure(
        "unavailable",
        `Nothing takes jobs from the queue ${context.plugin}.${name} yet, so none is kept.`,
      );
    }),
};
