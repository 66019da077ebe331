import type { FSWatcher } from "node:fs";
import { readdirSync, realpathSync, statSync, watch } from "node:fs";
import { isAbsolute, join, relative, sep } from "node:path";

/** The folders of a site whose files make it up. */
const WATCHED = ["config", "packs", "plugins", "themes"];

/**
 * A change is looked at when nothing else came for this long: editors and git write many files at once. Milliseconds.
 */
const QUIET = 60;
/** How often files are looked at without having heard anything: not every file system tells. Milliseconds. */
const LOOK_INTERVAL = 1_500;

/** How many folders deep files of a site may lie. */
const DEEPEST = 16;

export type Watch = { close(): void };

/** A folder that is followed, and how its files are named. */
type Followed = { readonly directory: string; readonly shown: string };

/**
 * Calls `onChange` with the paths of files that were written, added or removed, relative to `root`. What the system
 * tells is only a reason to look: what changed is found by comparing sizes, times and inodes, so files that are
 * replaced by renaming, folders that come later and lost messages are all the same. `others` tells which folders make
 * up the site beside those under `root`, by whole paths; it is asked at every look, for they come and go.
 */
export function watchSite(
  root: string,
  onChange: (paths: readonly string[]) => void,
  others: () => readonly string[] = () => [],
): Watch {
  const watchers = new Map<string, FSWatcher>();
  let folders = followedIn(root, others());
  let known = stateOf(folders);
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    folders = followedIn(root, others());
    follow();
    const now = stateOf(folders);
    const changed = differences(known, now);
    known = now;
    if (changed.length > 0) onChange(changed);
  };
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET);
  };
  const follow = () => {
    for (const { directory } of folders) {
      if (!watchers.has(directory)) watchFolder(directory);
    }
  };
  const watchFolder = (directory: string) => {
    try {
      const watcher = watch(directory, { recursive: true }, lookSoon);
      const forget = () => {
        watcher.close();
        watchers.delete(directory);
      };
      watcher.on("error", forget);
      watchers.set(directory, watcher);
    } catch {
      // The folder is not there, or the system has no watcher left: it is looked at from time to time.
    }
  };

  follow();
  const interval = setInterval(look, LOOK_INTERVAL);
  return {
    close: () => {
      clearTimeout(timer);
      clearInterval(interval);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}

function followedIn(root: string, others: readonly string[]): readonly Followed[] {
  return [
    ...WATCHED.map((folder) => ({ directory: join(root, folder), shown: folder })),
    ...others.map((folder) => ({ directory: realPathOf(folder), shown: shownFrom(root, folder) })),
  ];
}

/** A package that is worked on is often a link to where that is done. */
function realPathOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function shownFrom(root: string, folder: string): string {
  const inside = relative(root, folder);
  return (inside.startsWith("..") || isAbsolute(inside) ? folder : inside).split(sep).join("/");
}

type State = ReadonlyMap<string, string>;

function stateOf(folders: readonly Followed[]): State {
  const state = new Map<string, string>();
  for (const { directory, shown } of folders) collect(directory, shown, 1, state);
  return state;
}

/**
 * Hidden files, those that editors write beside the ones they edit, and packages of packages belong to nobody's site.
 */
function collect(directory: string, shown: string, depth: number, state: Map<string, string>): void {
  // A link may lead to where it lies.
  if (depth > DEEPEST) return;
  let entries: ReturnType<typeof list>;
  try {
    entries = list(directory);
  } catch {
    return;
  }
  for (const { name, isDirectory } of entries) {
    if (name.startsWith(".") || name.endsWith("~") || name === "node_modules") continue;
    const path = join(directory, name);
    const below = `${shown}/${name}`;
    if (isDirectory) {
      collect(path, below, depth + 1, state);
      continue;
    }
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (found.isDirectory()) collect(path, below, depth + 1, state);
    else state.set(below, `${found.mtimeMs} ${found.size} ${found.ino}`);
  }
}

function list(directory: string) {
  return readdirSync(directory, { withFileTypes: true }).map((entry) => ({
    name: entry.name,
    isDirectory: entry.isDirectory(),
  }));
}

function differences(before: State, after: State): readonly string[] {
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const other = [...after].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path);
  return [...gone, ...other].sort();
}
