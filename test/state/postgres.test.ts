import { openListener } from "../../kernel/db/listen.ts";
import { openPostgresState } from "../../kernel/state/postgres/open.ts";
import { openTestDatabase } from "../support/database.ts";
import { describeStatePort } from "./contract.ts";

const log = { debug() {}, info() {}, warn() {}, error() {} };

describeStatePort("Postgres", async () => {
  const { db, url, close } = await openTestDatabase();
  const listeners = [openListener(url, log), openListener(url, log)] as const;
  const [here, there] = listeners.map(({ listen }) => openPostgresState({ db, listen, log }));
  return {
    nodes: [here!, there!],
    db,
    close: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
      await close();
    },
  };
});
