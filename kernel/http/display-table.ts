import type { Site } from "../model/site.ts";

/** A display that answers a path, and what stood in the holes of its pattern. */
export type DisplayMatch = {
  readonly gather: string;
  readonly display: string;
  readonly pathArguments: { readonly [name: string]: string };
};

export type DisplayTable = {
  /** The display at `path` (decoded). A path without holes wins over a pattern, and a pattern with fewer holes over one with more. */
  find(path: string): DisplayMatch | undefined;
};

type Pattern = Omit<DisplayMatch, "pathArguments"> & {
  readonly segments: readonly Segment[];
  readonly holes: number;
};
type Segment = { readonly hole: string } | { readonly text: string };

/** The displays of a snapshot that have an address. */
export function createDisplayTable(site: Site): DisplayTable {
  const exact = new Map<string, DisplayMatch>();
  const patterns: Pattern[] = [];
  for (const gather of site.gathers.values()) {
    for (const { id, path } of gather.spec.displays) {
      if (path === undefined) continue;
      const segments = path.split("/").map(segmentOf);
      const holes = segments.filter((segment) => "hole" in segment).length;
      if (holes === 0) exact.set(path, { gather: gather.name, display: id, pathArguments: {} });
      else patterns.push({ gather: gather.name, display: id, segments, holes });
    }
  }
  patterns.sort((left, right) => left.holes - right.holes);
  return {
    find: (path) => exact.get(path) ?? findPattern(patterns, path.split("/")),
  };
}

function segmentOf(text: string): Segment {
  const hole = text.match(/^\{([a-z][a-z0-9_]*)\}$/)?.[1];
  return hole === undefined ? { text } : { hole };
}

function findPattern(patterns: readonly Pattern[], parts: readonly string[]): DisplayMatch | undefined {
  for (const { gather, display, segments } of patterns) {
    const pathArguments = fill(segments, parts);
    if (pathArguments !== undefined) return { gather, display, pathArguments };
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
