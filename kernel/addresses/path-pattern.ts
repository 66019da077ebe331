import type { PathPattern, PatternSegment } from "../model/address.ts";

const HOLE = /^\{([a-z][a-z0-9_]*)\}$/;
/** Characters that no segment holds: those that end a path, encode, or mark a hole, and those that nobody sees. */
const FORBIDDEN = /[?#%\\{}*\s\p{Cc}]/u;
/** The value of `*` in what a path was matched with, or a pattern is filled with. */
export const REST = "*";

/** Reads a declared path; or says what is wrong with it, to be put behind the path. */
export function parsePattern(text: string): PathPattern | { readonly problem: string } {
  if (!text.startsWith("/")) return { problem: "does not begin with a slash" };
  const isOpen = text.endsWith("/*");
  const parts = text === "/" ? [] : (isOpen ? text.slice(0, -2) : text).slice(1).split("/");
  if (isOpen && text === "/*") parts.pop();
  const wrong = parts.map(segmentProblem).find((problem) => problem !== null);
  if (wrong !== undefined) return { problem: wrong };
  const segments = parts.map(segmentOf);
  const holes = segments.flatMap((segment) => ("hole" in segment ? [segment.hole] : []));
  const twice = holes.find((hole, index) => holes.indexOf(hole) < index);
  if (twice !== undefined) return { problem: `names the hole {${twice}} twice` };
  return { text, segments, isOpen, shape: shapeOf(segments, isOpen) };
}

/** A path that is known to be well formed: one of the kernel, or one that was checked. @throws Error when it is not */
export function pathPattern(text: string): PathPattern {
  const pattern = parsePattern(text);
  if ("problem" in pattern) throw new Error(`${text} ${pattern.problem}`);
  return pattern;
}

/** Tells whether the pattern is a path as it is, without holes. */
export function isWhole({ segments, isOpen }: PathPattern): boolean {
  return !isOpen && segments.every((segment) => "text" in segment);
}

/** The names of the holes, in order. */
export function holesOf({ segments }: PathPattern): readonly string[] {
  return segments.flatMap((segment) => ("hole" in segment ? [segment.hole] : []));
}

/** The segments of a path that a visitor asks for: none for `/`. */
export function splitPath(path: string): readonly string[] {
  return path === "/" ? [] : path.slice(1).split("/");
}

/**
 * Tells whether `parts`, a path that was split, is one that the pattern answers. No hole and no * takes an empty
 * segment.
 */
export function isMatch({ segments, isOpen }: PathPattern, parts: readonly string[]): boolean {
  if (isOpen ? parts.length <= segments.length : parts.length !== segments.length) return false;
  return !parts.includes("") && segments.every((segment, index) => "hole" in segment || segment.text === parts[index]);
}

/** The path with `values` in its holes, encoded; null when one of them has none. */
export function fillPattern(
  { segments, isOpen }: PathPattern,
  values: { readonly [hole: string]: string },
): string | null {
  const filled = segments.map((segment) => ("text" in segment ? segment.text : values[segment.hole]));
  const rest = isOpen ? (values[REST]?.split("/") ?? [undefined]) : [];
  const parts = [...filled, ...rest];
  return parts.some((part) => part === undefined)
    ? null
    : `/${parts.map((part) => encodeURIComponent(part!)).join("/")}`;
}

/**
 * Orders patterns by how much they say, those that say more first: from the left, a text before a hole, and a hole
 * before `*`.
 */
export function bySpecificity(left: PathPattern, right: PathPattern): number {
  const length = Math.max(left.segments.length, right.segments.length);
  for (let index = 0; index < length; index++) {
    const difference = rankAt(left, index) - rankAt(right, index);
    if (difference !== 0) return difference;
  }
  return Number(left.isOpen) - Number(right.isOpen);
}

function rankAt({ segments }: PathPattern, index: number): number {
  const segment = segments[index];
  if (segment === undefined) return 2;
  return "text" in segment ? 0 : 1;
}

function segmentProblem(part: string, index: number, parts: readonly string[]): string | null {
  if (part === "") return index === parts.length - 1 ? "ends with a slash" : "has two slashes in a row";
  if (part === "." || part === "..") return `has a segment ${part}, which browsers take away`;
  if (HOLE.test(part)) return null;
  if (part === "*") return "has a * that is not its last segment";
  if (/[{}]/.test(part)) return `has the segment ${part}: a hole is a whole segment, {name}, in small letters`;
  if (part.includes("*")) return `has the segment ${part}: a * is the whole last segment`;
  const character = part.match(FORBIDDEN)?.[0];
  if (character === "%") return "is encoded: it is written as people read it, without %";
  return character === undefined ? null : `has a ${JSON.stringify(character)}, which is no part of a path`;
}

function segmentOf(part: string): PatternSegment {
  const hole = part.match(HOLE)?.[1];
  return hole === undefined ? { text: part } : { hole };
}

function shapeOf(segments: readonly PatternSegment[], isOpen: boolean): string {
  const parts = segments.map((segment) => ("text" in segment ? segment.text : "{}"));
  return `/${[...parts, ...(isOpen ? [REST] : [])].join("/")}`;
}
