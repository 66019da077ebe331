import { openListener } from "../../kernel/db/listen.ts";
import { SILENT } from "../../kernel/model/log.ts";
import { openPostgresState } from "../../kernel/state/postgres/open.ts";
import { openTestDatabase } from "../support/database.ts";
import { describeStatePort } from "./port-contract.ts";

describeStatePort("Postgres", async () => {
  const { db, url, close } = await openTestDatabase();
  const listeners = [openListener(url, SILENT), openListener(url, SILENT)] as const;
  const [here, there] = listeners.map(({ listen }) => openPostgresState({ db, listen, log: SILENT }));
  return {
    nodes: [here!, there!],
    db,
    close: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
      await close();
    },
  };
});
