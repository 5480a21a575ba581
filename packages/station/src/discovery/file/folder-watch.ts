import { statSync, watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import type { Watch } from '../discoverer.ts';

interface WatchedFolder {
  readonly watcher: FSWatcher;
  readonly identity: string;
}

/**
 * Watches folders rather than files, so that a file that is replaced by another one is seen, too. A folder that does
 * not exist yet, or was replaced itself, is watched with the next renewal.
 */
export function watchFolders(folders: readonly string[], onChange: () => void): Watch {
  const watched = new Map<string, WatchedFolder>();
  const close = (folder: string): void => {
    watched.get(folder)?.watcher.close();
    watched.delete(folder);
  };
  const open = (folder: string, identity: string): void => {
    try {
      const watcher = watch(folder, { persistent: false }, onChange);
      // What can no longer be watched is still read at its interval.
      watcher.on('error', () => close(folder));
      watched.set(folder, { watcher, identity });
    } catch {
      // The system has no more watches, or the folder went away just now.
    }
  };
  const renew = (): void => {
    for (const folder of new Set(folders)) {
      const identity = identityOf(folder);
      if (identity === watched.get(folder)?.identity) continue;
      close(folder);
      if (identity !== undefined) open(folder, identity);
    }
  };
  renew();
  return { renew, close: () => [...watched.keys()].forEach(close) };
}

/** Another folder at the same path has another number. */
function identityOf(folder: string): string | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false });
  return stats?.isDirectory() ? `${stats.dev}:${stats.ino}` : undefined;
}
