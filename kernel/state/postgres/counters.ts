import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import type { Count, Counters } from "../port.ts";

/** After how many additions a node clears away what has expired. */
const SWEEP_EVERY = 1_000;
const SWEEP_AT_MOST = 5_000;

export function createCounters(db: Db): Counters {
  let additions = 0;
  return {
    async add(key, by, ttl) {
      if (++additions % SWEEP_EVERY === 0) await sweep(db);
      return db.one<Count>(sql.unsafe`
        insert into state_entry as entry (key, value, expires_at)
        values (${counterKey(key)}, to_jsonb(${by}::bigint), clock_timestamp() + ${ttl} * interval '1 millisecond')
        on conflict (key) do update set
          value = case when entry.expires_at > clock_timestamp()
            then to_jsonb(entry.value::bigint + ${by}::bigint) else excluded.value end,
          expires_at = case when entry.expires_at > clock_timestamp() then entry.expires_at else excluded.expires_at end
        returning value::bigint as count, ${remaining}
      `);
    },
    find: (key) =>
      db.maybe<Count>(sql.unsafe`
        select value::bigint as count, ${remaining} from state_entry
        where key = ${counterKey(key)} and expires_at > clock_timestamp()
      `),
    async remove(key) {
      await db.run(sql.unsafe`delete from state_entry where key = ${counterKey(key)}`);
    },
  };
}

const remaining = sql.fragment`ceil(extract(epoch from expires_at - clock_timestamp()) * 1000)::bigint as remaining`;

function counterKey(key: string): string {
  return `counter:${key}`;
}

/** Skips what others hold, so that two nodes that sweep at once do not wait for each other. */
async function sweep(db: Db): Promise<void> {
  await db.run(sql.unsafe`
    delete from state_entry where key in (
      select key from state_entry where expires_at < now() limit ${SWEEP_AT_MOST} for update skip locked
    )
  `);
}
