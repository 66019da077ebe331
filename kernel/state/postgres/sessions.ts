import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import type { ListedSession, SessionContent, Sessions } from "../port.ts";

/** After how many new sessions a node clears away those that have ended by themselves. */
const SWEEP_EVERY = 200;
const SWEEP_AT_MOST = 5_000;

export function createSessions(db: Db): Sessions {
  let created = 0;
  return {
    async create(key, { user, data }, ttl) {
      if (++created % SWEEP_EVERY === 0) await sweep(db);
      await db.run(sql.unsafe`
        insert into session (key, user_id, data, expires_at)
        values (${key}, ${user}::uuid, ${JSON.stringify(data)}::jsonb, ${inMs(ttl)})
        on conflict (key) do update set user_id = excluded.user_id, data = excluded.data,
          created = clock_timestamp(), used = clock_timestamp(), expires_at = excluded.expires_at
      `);
    },
    find: (key) =>
      db.maybe<SessionContent>(sql.unsafe`
        select user_id as "user", data from session where key = ${key} and ${isAlive}
      `),
    async update(key, { user, data }, ttl) {
      const stored = await db.run(sql.unsafe`
        update session set user_id = ${user}::uuid, data = ${JSON.stringify(data)}::jsonb,
          used = clock_timestamp(), expires_at = ${inMs(ttl)}
        where key = ${key} and ${isAlive}
      `);
      return stored === 1;
    },
    async end(key) {
      await db.run(sql.unsafe`delete from session where key = ${key}`);
    },
    ofUser: (user) =>
      db.many<ListedSession>(sql.unsafe`
        select key, user_id as "user", data, ${milliseconds("created")} as created, ${milliseconds("used")} as used
        from session where user_id = ${user}::uuid and ${isAlive} order by session.used desc, key
      `),
    endOfUser: (user, except = "") =>
      db.run(sql.unsafe`delete from session where user_id = ${user}::uuid and key <> ${except} and ${isAlive}`),
  };
}

const isAlive = sql.fragment`expires_at > clock_timestamp()`;

function inMs(ttl: number) {
  return sql.fragment`clock_timestamp() + ${ttl} * interval '1 millisecond'`;
}

function milliseconds(column: "created" | "used") {
  return sql.fragment`floor(extract(epoch from ${sql.identifier(["session", column])}) * 1000)::bigint`;
}

async function sweep(db: Db): Promise<void> {
  await db.run(sql.unsafe`
    delete from session where key in (select key from session where not (${isAlive}) limit ${SWEEP_AT_MOST})
  `);
}
