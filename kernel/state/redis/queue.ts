import type { Db } from "../../model/db.ts";
import type { Job, Queue } from "../port.ts";
import { countJobs, deadJobs, pushJob } from "../postgres/queue.ts";
import type { GivenUpJob } from "./bury.ts";
import { buryJobs } from "./bury.ts";
import type { RedisConnection, Script } from "./connection.ts";
import { ACKNOWLEDGE, ADD, BURIED, GIVEN_UP, RETRY, TAKE } from "./queue-scripts.ts";
import { moveJobs } from "./relay.ts";

const GAVE_UP = 2;
const PARTS = ["waiting", "taken", "given_up", "payloads", "attempts", "errors"] as const;

type Step = (queue: string, ...values: readonly (string | number)[]) => ReturnType<Script>;
type Taken = readonly [givenUp: number, id?: string, payload?: string, attempts?: number];

/**
 * Jobs are in Postgres until their transaction is committed, then in Redis, and, when they were given up, in Postgres
 * again. Whoever finds nothing to take in Redis moves over what is in Postgres, so there is nothing that has to run
 * beside.
 */
export function createQueue(redis: RedisConnection, db: Db): Queue {
  const step = (lua: string): Step => {
    const run = redis.script(lua);
    return (queue, ...values) =>
      run(
        PARTS.map((part) => redis.name(`queue:${queue}:${part}`)),
        ...values,
      );
  };
  const [add, take, acknowledge] = [step(ADD), step(TAKE), step(ACKNOWLEDGE)];
  const [retry, givenUp, buried] = [step(RETRY), step(GIVEN_UP), step(BURIED)];

  const move = (queue: string) =>
    moveJobs(db, queue, (jobs) =>
      add(
        queue,
        ...jobs.flatMap(({ id, payload, attempts, error, due }) => [
          id,
          JSON.stringify(payload),
          attempts,
          error ?? "",
          due,
        ]),
      ),
    );
  const bury = async (queue: string) => {
    const jobs = (await givenUp(queue)) as readonly GivenUpJob[];
    if (jobs.length === 0) return;
    await buryJobs(db, queue, jobs);
    await buried(queue, ...jobs.map(([id]) => id));
  };
  const takeOne: Queue["take"] = async (queue, { visibility, maxAttempts }) => {
    const [dying, id, payload, attempts] = (await take(queue, visibility, maxAttempts)) as Taken;
    if (dying > 0) await bury(queue);
    return id === undefined ? null : { id, queue, payload: JSON.parse(payload!), attempts: attempts! };
  };
  return {
    push: pushJob,
    async take(queue, options) {
      const job = await takeOne(queue, options);
      if (job !== null) return job;
      return (await move(queue)) === 0 ? null : takeOne(queue, options);
    },
    acknowledge: async (job) => (await acknowledge(job.queue, ...hands(job))) === 1,
    async retry(job, { error, delay, maxAttempts }) {
      const outcome = await retry(job.queue, ...hands(job), error, delay, maxAttempts);
      if (outcome === GAVE_UP) await bury(job.queue);
      return outcome !== 0;
    },
    async length(queue) {
      const sets = ["waiting", "taken"].map((part) => redis.client.zcard(redis.name(`queue:${queue}:${part}`)));
      const [inRedis, inPostgres] = [redis.answer(Promise.all(sets)), countJobs(db, queue)];
      const [waiting, taken] = await inRedis;
      return waiting! + taken! + (await inPostgres);
    },
    async dead(queue, limit) {
      await bury(queue);
      return deadJobs(db, queue, limit);
    },
  };
}

/** In whose hands a job is: who took it later took another attempt. */
function hands({ id, attempts }: Job): readonly [string, number] {
  return [id, attempts];
}
