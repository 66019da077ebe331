import { join } from "node:path";
import { openSite } from "../../kernel/boot/open-site.ts";
import { siteFolder } from "../../kernel/boot/site-folder.ts";
import { createLog } from "../../kernel/observe/log.ts";
import { receiveInput, sendPort } from "./server-process.ts";

/** Trovato as it is, with the page cache, or with one that holds nothing. */
const { databaseUrl, cached } = await receiveInput<{ databaseUrl: string; cached: boolean }>();
const folder = siteFolder(join(import.meta.dirname, "../.."), { DATABASE_URL: databaseUrl, PORT: "0" });
const log = createLog({ level: "warn" });
const opened = await openSite(folder, log, { note: () => {}, plan: () => {} }, cached ? {} : { pageCacheBytes: 1 });
sendPort(await opened.listen());
