import { openMockKernel } from "../../sdk/testing/mock-kernel.ts";
import type { TapName } from "../model/taps.ts";

type Kernel = Awaited<ReturnType<typeof openMockKernel>>;

const WARM_UP = 200;
const CALLS = 500;

/** Item that is viewed and saved: an item of about 2 KB, with a value of each usual type. */
const ITEM = {
  title: "An item of the bench",
  fields: {
    field_body: { value: "A retired gunslinger takes one last job. ".repeat(45), format: "plain" },
    field_summary: "One last job.",
    field_rating: 8.3,
    field_votes: 96_111,
    field_tags: [{ target_id: "0190a6e0-0000-7000-8000-000000000003", target_type: "category_tag" as const }],
  },
};

const ACCOUNT = { id: "019aa5b0-0000-7000-8000-000000000001", name: "Ann", roles: ["editor"] };

type Bench = (kernel: Kernel, type: string) => Promise<unknown>;

/** How each tap that is called while a site serves or saves is called. */
const TAPS: { readonly [Tap in TapName]?: Bench } = {
  tap_item_view: (kernel, type) => kernel.view({ ...ITEM, type }),
  tap_item_view_alter: (kernel, type) => kernel.alterView({ ...ITEM, type }, [{ "#type": "container" }]),
  tap_preprocess_item: (kernel, type) => kernel.preprocess({ ...ITEM, type }, {}),
  tap_item_presave: (kernel, type) => kernel.presave({ ...ITEM, type }),
  tap_item_insert: (kernel, type) => kernel.tell("insert", { ...ITEM, type }),
  tap_item_update: (kernel, type) => kernel.tell("update", { ...ITEM, type }),
  tap_item_delete: (kernel, type) => kernel.tell("delete", { ...ITEM, type }),
  tap_item_grants: (kernel, type) => kernel.itemGrants({ ...ITEM, type }),
  tap_user_grants: (kernel) => kernel.userGrants(),
  tap_gather_alter: (kernel, type) => kernel.alterGather(type, "page", { id: "page", display_type: "page" }),
  tap_item_access: (kernel, type) => kernel.access({ ...ITEM, type }, "view"),
  tap_user_login: (kernel) => kernel.tellOfAccount("login", ACCOUNT),
  tap_user_logout: (kernel) => kernel.tellOfAccount("logout", ACCOUNT),
  tap_user_register: (kernel) => kernel.tellOfAccount("register", ACCOUNT),
  tap_user_update: (kernel) => kernel.tellOfAccount("update", ACCOUNT),
  tap_user_delete: (kernel) => kernel.tellOfAccount("delete", ACCOUNT),
  tap_cron: (kernel) => kernel.cron(),
};

/**
 * Calls each tap of the compiled plugin in `directory` with an item of the type `type`, in a kernel in memory, and says
 * how long a call takes: a request with its store, the call, and the answer read and checked.
 * @throws Faults everything that would keep a site from loading it, or how a call broke
 */
export async function benchPlugin(directory: string, type: string): Promise<string> {
  const rows: string[] = [];
  for (const [tap, call] of Object.entries(TAPS)) {
    const kernel = await openMockKernel(directory);
    if (!kernel.implements(tap as TapName)) continue;
    const [p50, p95, p99] = quantiles(await measure(() => call(kernel, type)));
    rows.push(`| ${tap} | ${micro(p50)} | ${micro(p95)} | ${micro(p99)} |`);
  }
  if (rows.length === 0) return "The plugin has no tap that is called while a site serves or saves.\n";
  return `| tap | p50 µs | p95 µs | p99 µs |\n|---|---|---|---|\n${rows.join("\n")}\n`;
}

async function measure(call: () => Promise<unknown>): Promise<readonly number[]> {
  for (let index = 0; index < WARM_UP; index++) await call();
  const samples: number[] = [];
  for (let index = 0; index < CALLS; index++) {
    const started = performance.now();
    await call();
    samples.push(performance.now() - started);
  }
  return samples.sort((left, right) => left - right);
}

function quantiles(sorted: readonly number[]): readonly [number, number, number] {
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!;
  return [at(0.5), at(0.95), at(0.99)];
}

function micro(milliseconds: number): string {
  return (milliseconds * 1000).toFixed(1);
}
