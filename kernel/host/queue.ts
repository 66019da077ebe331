import type { HostFunctionsOf } from "../model/host-functions.ts";
import { MACHINE_NAME } from "../model/specs/common.ts";
import { pushJob } from "../state/postgres/queue.ts";
import { answering, failure } from "./failure.ts";
import { grantsOf } from "./grants.ts";
import { readJson } from "./json-argument.ts";

const NAME = new RegExp(MACHINE_NAME, "u");

/** Jobs of plugins. A job enters through the database, with the transaction that caused it. */
export const queue: HostFunctionsOf<"queue"> = {
  push: (context, name, payload) =>
    answering(context, async () => {
      const { db } = context.state;
      const value = readJson(payload);
      if (!grantsOf(context).queue) return failure("not-granted", `Plugin '${context.plugin}' may not queue jobs.`);
      if (!NAME.test(name)) return failure("invalid-argument", `${name} is not the name of a queue.`);
      if (value === undefined) return failure("invalid-argument", "The payload of a job is JSON.");
      await pushJob(db, queueName(name), value);
      return undefined;
    }),
};

/** The queue of plugins called `name`: the kernel's own jobs are out of their reach. */
export function queueName(name: string): string {
  return `plugin:${name}`;
}
