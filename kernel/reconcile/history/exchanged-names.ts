import { sql } from "slonik";
import { EXCHANGING_KIND } from "../../kinds/may-exchange.ts";
import type { Db } from "../../model/db.ts";

/** The exchanges that are done: names say nothing of it, because they are the same before and after. */
export async function readExchanges(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.many<{ readonly key: string }>(
    sql.unsafe`select name || ' ' || moves as key from exchanged_names where kind = ${EXCHANGING_KIND}`,
  );
  return new Set(rows.map(({ key }) => key));
}

export async function writeExchanges(db: Db, done: ReadonlySet<string>): Promise<void> {
  const before = await readExchanges(db);
  if (done.size === before.size && done.isSubsetOf(before)) return;
  const rows = [...done].map((key) => [EXCHANGING_KIND, ...key.split(" ")]);
  await db.transaction(async (transaction) => {
    await transaction.run(sql.unsafe`delete from exchanged_names`);
    await transaction.run(sql.unsafe`
      insert into exchanged_names (kind, name, moves) select * from ${sql.unnest(rows, ["text", "text", "text"])}`);
  });
}
