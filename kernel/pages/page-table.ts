import type { Route } from "../kinds/route/route-spec.ts";
import type { Site } from "../model/site.ts";

/** What answers a path: a display of a gather, or a plugin; and what stood in the holes of its pattern. */
export type PageMatch = Owner & { readonly pathArguments: { readonly [name: string]: string } };
type Owner = { readonly gather: string; readonly display: string } | { readonly route: Route };

export type PageTable = {
  /** What answers `path` (decoded). A path without holes wins over a pattern, and a pattern with fewer holes over one with more. */
  find(path: string): PageMatch | undefined;
};

type Pattern = { readonly owner: Owner; readonly segments: readonly Segment[]; readonly holes: number };
type Segment = { readonly hole: string } | { readonly text: string };

/** The pages of a snapshot that have an address of their own. */
export function createPageTable(site: Site): PageTable {
  const exact = new Map<string, PageMatch>();
  const patterns: Pattern[] = [];
  for (const [path, owner] of ownersOf(site)) {
    const segments = path.split("/").map(segmentOf);
    const holes = segments.filter((segment) => "hole" in segment).length;
    if (holes === 0) exact.set(path, { ...owner, pathArguments: {} });
    else patterns.push({ owner, segments, holes });
  }
  patterns.sort((left, right) => left.holes - right.holes);
  return {
    find: (path) => exact.get(path) ?? findPattern(patterns, path.split("/")),
  };
}

function* ownersOf({ gathers, routes }: Site): Generator<readonly [path: string, Owner]> {
  for (const gather of gathers.values()) {
    for (const { id, path } of gather.spec.displays) {
      if (path !== undefined) yield [path, { gather: gather.name, display: id }];
    }
  }
  for (const route of routes.values()) yield [route.path, { route }];
}

function segmentOf(text: string): Segment {
  const hole = text.match(/^\{([a-z][a-z0-9_]*)\}$/)?.[1];
  return hole === undefined ? { text } : { hole };
}

function findPattern(patterns: readonly Pattern[], parts: readonly string[]): PageMatch | undefined {
  for (const { owner, segments } of patterns) {
    const pathArguments = fill(segments, parts);
    if (pathArguments !== undefined) return { ...owner, pathArguments };
  }
  return undefined;
}

function fill(segments: readonly Segment[], parts: readonly string[]): { [name: string]: string } | undefined {
  if (segments.length !== parts.length) return undefined;
  const filled: { [name: string]: string } = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index]!;
    if ("text" in segment ? part !== segment.text : part === "") return undefined;
    if ("hole" in segment) filled[segment.hole] = part;
  }
  return filled;
}
