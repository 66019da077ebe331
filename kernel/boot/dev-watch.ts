import type { FSWatcher } from "node:fs";
import { readdirSync, statSync, watch } from "node:fs";
import { join } from "node:path";

/** The folders of a site whose files make it up. */
const WATCHED = ["config", "packs", "plugins", "themes"];

/** A change is looked at when nothing else came for this long: editors and git write many files at once. Milliseconds. */
const QUIET = 60;
/** How often files are looked at without having heard anything: not every file system tells. Milliseconds. */
const LOOK_INTERVAL = 1_500;

/** How many folders deep files of a site may lie. */
const DEEPEST = 16;

export type Watch = { close(): void };

/**
 * Calls `onChange` with the paths of files that were written, added or removed, relative to `root`. What the system tells is only a
 * reason to look: what changed is found by comparing sizes, times and inodes, so files that are replaced by renaming, folders that
 * come later and lost messages are all the same.
 */
export function watchSite(root: string, onChange: (paths: readonly string[]) => void): Watch {
  const watchers = new Map<string, FSWatcher>();
  let known = stateOf(root);
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    follow();
    const now = stateOf(root);
    const changed = differences(known, now);
    known = now;
    if (changed.length > 0) onChange(changed);
  };
  const lookSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, QUIET);
  };
  const follow = () => {
    for (const folder of WATCHED) {
      if (!watchers.has(folder)) watchFolder(folder);
    }
  };
  const watchFolder = (folder: string) => {
    try {
      const watcher = watch(join(root, folder), { recursive: true }, lookSoon);
      const forget = () => {
        watcher.close();
        watchers.delete(folder);
      };
      watcher.on("error", forget);
      watchers.set(folder, watcher);
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

type State = ReadonlyMap<string, string>;

function stateOf(root: string): State {
  const state = new Map<string, string>();
  for (const folder of WATCHED) collect(root, folder, state);
  return state;
}

/** Hidden files, and those that editors write beside the ones they edit, belong to nobody's site. */
function collect(root: string, folder: string, state: Map<string, string>): void {
  // A link may lead to where it lies.
  if (folder.split("/").length > DEEPEST) return;
  let entries: ReturnType<typeof list>;
  try {
    entries = list(join(root, folder));
  } catch {
    return;
  }
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name.endsWith("~")) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      collect(root, path, state);
      continue;
    }
    const found = statSync(join(root, path), { throwIfNoEntry: false });
    if (found === undefined) continue;
    if (found.isDirectory()) collect(root, path, state);
    else state.set(path, `${found.mtimeMs} ${found.size} ${found.ino}`);
  }
}

function list(directory: string) {
  return readdirSync(directory, { withFileTypes: true });
}

function differences(before: State, after: State): readonly string[] {
  const gone = [...before.keys()].filter((path) => !after.has(path));
  const other = [...after].filter(([path, mark]) => before.get(path) !== mark).map(([path]) => path);
  return [...gone, ...other].sort();
}
