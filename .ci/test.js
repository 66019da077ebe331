// Runs every test. What the tests need beyond npm (Chromium, a Postgres of the distribution, Redis) is found, or installed as root on
// Debian; what cannot be had is named and its suites are skipped, which under CI is a failure.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startDebianPostgres } from "./debian-postgres.js";
import { startRedis } from "./redis-server.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const node = join(root, "node_modules/.bin/node");
const isRoot = process.getuid?.() === 0;
const underCi = Boolean(process.env.CI);
const chosen = process.argv.slice(2);

const tools = [
  { name: "chromium", has: () => existsSync("/usr/bin/chromium"), suites: "test/browser" },
  {
    name: "postgresql",
    has: () => existsSync("/usr/lib/postgresql"),
    suites: "the second run on the distribution's Postgres",
  },
  { name: "redis-server", has: () => existsSync("/usr/bin/redis-server"), suites: "what needs Redis" },
];

/** What another version of Postgres may answer otherwise: statements, plans, locks and roles. What is only logic has run. */
const ON_DEBIAN_POSTGRES = [
  "test/db/",
  "test/gather/(execute|hostile-input|indexes|pages)",
  "test/reconcile/(apply|batches|both-names|changing-fields|hostile-tags|index-builds|write-live)",
  "test/content/(access-matrix|generation|save)",
  "test/host/(db|raw-roles)",
  "test/state/postgres",
  "test/flows/newcomer",
];
/** What a whole site does otherwise when its nodes share through Redis; `test/state` and `test/http` ask for one by themselves. */
const OVER_REDIS = ["test/operations/nodes", "test/flows/newcomer"];

function ensureTools() {
  const missing = tools.filter((tool) => !tool.has());
  if (missing.length > 0 && isRoot && existsSync("/usr/bin/apt-get")) {
    console.error(`Installing ${missing.map((tool) => tool.name).join(", ")} …`);
    const quiet = {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    spawnSync("apt-get", ["update"], quiet);
    spawnSync("apt-get", ["install", "-y", "--no-install-recommends", ...missing.map((tool) => tool.name)], quiet);
  }
  return tools.filter((tool) => !tool.has());
}

function jest(patterns, environment = {}) {
  const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "node_modules/jest/bin/jest.js"];
  const { status } = spawnSync(node, [...flags, "--maxWorkers=2", ...patterns], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  return status ?? 1;
}

const missing = ensureTools();
for (const tool of missing) console.error(`Skipped: ${tool.suites} (${tool.name} is not installed).`);
if (missing.length > 0 && underCi) process.exit(1);

const skipBrowser = missing.some((tool) => tool.name === "chromium")
  ? ["--testPathIgnorePatterns", "test/browser"]
  : [];
let status = jest([...chosen, ...skipBrowser]);

if (status === 0 && chosen.length === 0 && !missing.some((tool) => tool.name === "postgresql")) {
  const server = await startDebianPostgres();
  console.error(`\nOnce more on Postgres ${server.version}:`);
  status = jest(ON_DEBIAN_POSTGRES, { TEST_DATABASE_URL: server.url });
  server.stop();
}

if (status === 0 && chosen.length === 0 && !missing.some((tool) => tool.name === "redis-server")) {
  const server = await startRedis();
  console.error("\nOnce more over Redis:");
  status = jest(OVER_REDIS, { TEST_REDIS_URL: server.url });
  server.stop();
}
process.exit(status);
