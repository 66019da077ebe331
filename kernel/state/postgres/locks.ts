import { randomUUID } from "node:crypto";
import { sql } from "slonik";
import type { Db } from "../../model/db.ts";
import type { Locks } from "../port.ts";

/**
 * Locks as rows: each holder writes a token of its own, so that nobody extends or releases what another has taken over.
 */
export function createLocks(db: Db): Locks {
  return {
    async acquire(name, ttl) {
      const key = `lock:${name}`;
      const token = randomUUID();
      const isMine = sql.fragment`key = ${key} and value = to_jsonb(${token}::text)`;
      const taken = await db.run(sql.unsafe`
        insert into state_entry as entry (key, value, expires_at) values (${key}, to_jsonb(${token}::text), ${inMs(ttl)})
        on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
          where entry.expires_at <= clock_timestamp()
      `);
      if (taken === 0) return null;
      return {
        async extend(longer) {
          const extended = await db.run(sql.unsafe`
            update state_entry set expires_at = ${inMs(longer)} where ${isMine} and expires_at > clock_timestamp()
          `);
          return extended === 1;
        },
        async release() {
          await db.run(sql.unsafe`delete from state_entry where ${isMine}`);
        },
      };
    },
  };
}

function inMs(ttl: number) {
  return sql.fragment`clock_timestamp() + ${ttl} * interval '1 millisecond'`;
}
