import { isMatch, isWhole, parsePattern, splitPath } from "../addresses/path-pattern.ts";
import { durationMs } from "../base/duration.ts";
import type { Limit } from "../kinds/limit/limit-spec.ts";
import type { PathPattern } from "../model/address.ts";

/** Request as limits see it. `path` is decoded; `hasQuery` says whether the address has a query string. */
export type LimitedRequest = { readonly method: string; readonly path: string; readonly hasQuery: boolean };

/** The limits of a site, ready to be asked for each request. */
export type LimitTable = {
  /** The limits that count this request; most often none. Those that count failures only are not among them. */
  matching(request: LimitedRequest): readonly ActiveLimit[];
  /** The limits that count this request where it fails. Whoever answers it counts. */
  onFailure(request: LimitedRequest): readonly ActiveLimit[];
};
export type ActiveLimit = { readonly name: string; readonly points: number; readonly windowMs: number };

type Rule = ActiveLimit & { readonly method: string | undefined; readonly withQuery: boolean };

const NONE: readonly ActiveLimit[] = [];
const NO_RULES: readonly Rule[] = [];

/**
 * A path with holes (`/category/{tag}`) counts whatever one segment stands in each of them, one with `*` at its end
 * whatever is below.
 */
export function createLimitTable(limits: readonly Limit[]): LimitTable {
  const isOnFailure = ({ counts: counted }: Limit) => counted === "failures";
  return {
    matching: createMatcher(limits.filter((limit) => !isOnFailure(limit))),
    onFailure: createMatcher(limits.filter(isOnFailure)),
  };
}

function createMatcher(limits: readonly Limit[]): LimitTable["matching"] {
  const byPath = Map.groupBy(limits, (limit) => limit.match.path);
  const rules = new Map([...byPath].map(([path, group]) => [path, group.map(ruleOf)] as const));
  const patterns = [...rules].flatMap(([path, group]) => {
    const pattern = parsePattern(path);
    return "problem" in pattern || isWhole(pattern) ? [] : [{ pattern, group }];
  });
  return (request) => {
    const exact = rules.get(request.path) ?? NO_RULES;
    const matched = patterns.length === 0 ? NO_RULES : matching(patterns, request.path);
    const candidates = matched.length === 0 ? exact : [...exact, ...matched];
    return candidates.length === 0 ? NONE : candidates.filter((rule) => counts(rule, request));
  };
}

type Ruled = { readonly pattern: PathPattern; readonly group: readonly Rule[] };

function matching(patterns: readonly Ruled[], path: string): readonly Rule[] {
  const parts = splitPath(path);
  return patterns.filter(({ pattern }) => isMatch(pattern, parts)).flatMap(({ group }) => group);
}

function ruleOf(limit: Limit): Rule {
  const { name, points, match } = limit;
  return { name, points, windowMs: durationMs(limit.per), method: match.method, withQuery: match.with_query ?? false };
}

/** HEAD asks for the same work as GET, so a limit on GET counts both. */
function counts(rule: Rule, request: LimitedRequest): boolean {
  if (rule.withQuery && !request.hasQuery) return false;
  return rule.method === undefined || rule.method === (request.method === "HEAD" ? "GET" : request.method);
}
