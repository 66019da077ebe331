import { openPool } from "../../kernel/db/pool.ts";
import { moveValues } from "../../kernel/reconcile/apply/move-values.ts";

/** Moves values in batches of three on the database that is named, and says each batch; for tests that kill it. */
const { db, close } = await openPool(process.argv[2]!);
await moveValues(db, { rowsPerBatch: 3, onProgress: ({ done }) => process.stdout.write(`${done}\n`) });
await close();
