import { pluginTable } from "../kinds/plugin/plugin-spec.ts";
import { cacheTags } from "../model/cache.ts";
import type { HostContext, HostFunctionsOf } from "../model/host-functions.ts";
import { perRequest } from "../model/per-snapshot.ts";
import { markChanged } from "../model/request-state.ts";
import { readJson } from "./json-argument.ts";

const LONGEST_KEY = 256;
const LONGEST_VALUE = 256 * 1024;
const MOST_TAGS = 64;

/** The tagged cache. What is too large is not kept: a cache may always forget. */
export const cacheApi: HostFunctionsOf<"cache-api"> = {
  async get(context, bin, key) {
    const { cache } = context.state;
    const name = keyOf(context, bin, key);
    const found = await cache.find<string>(name);
    if (found !== undefined) return found;
    soughtBy(context.state).set(name, cache.mark());
    return null;
  },
  async set(context, bin, key, value, tags) {
    const names = readJson(tags);
    const isKept = bin.length <= LONGEST_KEY && key.length <= LONGEST_KEY && value.length <= LONGEST_VALUE;
    if (!isKept || !isNames(names)) return;
    const { cache, changed } = context.state;
    // What is made inside of a transaction may be undone: other nodes do not get it.
    const keep = changed === undefined ? cache.share : cache.set;
    const name = keyOf(context, bin, key);
    const since = soughtBy(context.state).get(name);
    keep(name, value, { tags: names, ...(since !== undefined && { since }) });
  },
  async "invalidate-tag"({ plugin, log, state }, tag) {
    if (tag.length > LONGEST_KEY) return;
    if (isOfKernel(tag) && !tag.startsWith(cacheTags.table(pluginTable(plugin, ""))))
      log.warn({ plugin, tag }, "A plugin cannot invalidate what the kernel's own tags are on: saving does that.");
    else await markChanged(state, [tag]);
  },
};

/** Keys that a request looked for in vain, with the moment: a value that it then keeps is as old as that. */
const soughtBy = perRequest(() => new Map<string, number>());

/** Keys carry the stage and the plugin: none reads what another one keeps, or what is not yet public. */
function keyOf({ plugin, state }: HostContext, bin: string, key: string): string {
  return `plugin:${plugin}:${state.stage}:${JSON.stringify([bin, key])}`;
}

/**
 * The names that the kernel gives its tags: a plugin that could invalidate them could empty every cache in each
 * request.
 */
const KERNEL_TAG = /^(site|variables|(item|type|user|vocabulary|table):.*)$/s;

function isOfKernel(tag: string): boolean {
  return KERNEL_TAG.test(tag);
}

function isNames(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= MOST_TAGS &&
    value.every((name) => typeof name === "string" && name.length <= LONGEST_KEY)
  );
}
