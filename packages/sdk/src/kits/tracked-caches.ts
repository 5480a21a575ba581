import type { Registry } from '../registry/registry.ts';

/** The caches of a process whose size is known: what the runtime's memory profile shows as `cache`. */
export interface TrackedCaches {
  /** Adds a cache by what tells its size in bytes; the result removes it. */
  add(readBytes: () => number): () => void;
  /** Bytes of all of them. */
  bytes(): number;
}

const CACHES = new WeakMap<Registry, TrackedCaches>();

/** The tracked caches of whoever records into a registry. */
export function trackedCachesOf(registry: Registry): TrackedCaches {
  const known = CACHES.get(registry);
  if (known) return known;
  const reads = new Set<() => number>();
  const caches: TrackedCaches = {
    add: (readBytes) => {
      reads.add(readBytes);
      return () => reads.delete(readBytes);
    },
    bytes: () => [...reads].reduce((sum, read) => sum + read(), 0),
  };
  CACHES.set(registry, caches);
  return caches;
}
