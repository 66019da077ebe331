import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readSiteConfig } from "../../kernel/config/site-config.ts";
import type { DesiredObject } from "../../kernel/model/desired.ts";
import type { KindName } from "../../kernel/model/kind-types.ts";
import type { Packs, PacksInput } from "../../kernel/packs/read-packs.ts";
import { readPacks } from "../../kernel/packs/read-packs.ts";

export const kernelRoot = join(import.meta.dirname, "../..");

/** Reads a site of the given files, by path; `packs` of `config/site.yaml` are listed in `packs`. */
export async function readSmallSite(
  packs: readonly string[],
  files: { readonly [path: string]: string },
  contribute?: PacksInput["contribute"],
): Promise<Packs> {
  const root = mkdtempSync(join(tmpdir(), "trovato-packs-"));
  const site = `name: Case\nbase_url: http://localhost:3000\nfront_page: /\npacks: [${packs.join(", ")}]\n`;
  try {
    for (const [path, text] of Object.entries({ "config/site.yaml": site, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await readPacks({ root, kernelRoot, site: readSiteConfig(root, {}, "test"), contribute });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The manifest of a pack. */
export function manifest(name: string, more = ""): string {
  return `name: ${name}\nversion: 1.0.0\n${more}`;
}

export function objectOf({ desired }: Packs, kind: KindName, name: string): DesiredObject {
  const found = desired.objects.find((object) => object.kind === kind && object.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}
