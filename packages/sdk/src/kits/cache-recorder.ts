import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import { trackedCachesOf } from './tracked-caches.ts';
import type { KitBinding } from './kit-binding.ts';
import { bindKit } from './kit-binding.ts';
import { runWatched } from '../outcome/outcome.ts';
import type { RoleCounter, RoleHistogram } from './role-instruments.ts';

/** How the size of a cache is read where the cache itself does not tell it. */
export interface CacheSize {
  /** Entries; `size` or `length` of the cache by default. */
  readonly entries?: () => number;
  /** Bytes; `calculatedSize` of the cache by default. */
  readonly bytes?: () => number;
}

/** Records caches into the metrics of the cache kit. */
export interface CacheRecorder {
  /** Counts a read that found a value. */
  hit(cache: string): void;
  /** Counts a read that found none. */
  miss(cache: string): void;
  /** A function that reads a cache, recorded: `undefined` and `null` are misses. */
  wrap<Args extends readonly unknown[], Result>(
    cache: string,
    get: (...args: Args) => Result,
  ): (...args: Args) => Result;
  /**
   * Records all reads, writes and deletions of a cache that has `get`, `set` and `delete` or `del`, such as a
   * `Map`, an LRU cache or a Redis client. The cache itself is changed and returned.
   */
  watch<Cache extends object>(cache: string, client: Cache): Cache;
  /** Reads the size of a cache in memory at each scrape; the result stops it. The cache is not kept alive. */
  track(cache: string, client: object, size?: CacheSize): () => void;
}

/** Operation of each method that is watched. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ...['get', 'getEx', 'getex', 'hGet', 'hget', 'mGet', 'mget', 'mGetAll'].map(
    (name) => [name, 'get'] as const,
  ),
  ...['set', 'setEx', 'setex', 'setNX', 'setnx', 'hSet', 'hset', 'mSet', 'mset'].map(
    (name) => [name, 'set'] as const,
  ),
  ...['delete', 'del', 'unlink', 'hDel', 'hdel'].map((name) => [name, 'delete'] as const),
]);

/** Makes what records caches; without the cache kit it does nothing but call them. */
export function createCacheRecorder(definition: MonitoringDefinition, registry: Registry): CacheRecorder {
  const binding = bindKit(definition, registry, 'cache');
  const operations = new CacheOperations(binding);
  const entries = binding.gauge('entries');
  const bytes = binding.gauge('bytes');
  const watched = new WeakSet<object>();
  return {
    hit: (cache) => operations.series(cache).hit(),
    miss: (cache) => operations.series(cache).miss(),
    wrap: (cache, get) => {
      operations.series(cache);
      return (...args) => operations.run(cache, 'get', () => get(...args));
    },
    watch: (cache, client) => {
      binding.hook(() => {
        if (watched.has(client)) return;
        watched.add(client);
        watchMethods(cache, client, operations);
      }, undefined);
      return client;
    },
    track: (cache, client, size = {}) =>
      binding.hook(
        () => {
          const read = sizeReaders(client, size);
          const stops = [
            entries.read({ cache }, read.entries),
            bytes.read({ cache }, read.bytes),
            trackedCachesOf(registry).add(read.bytes),
          ];
          return () => {
            for (const stop of stops) stop();
          };
        },
        () => undefined,
      ),
  };
}

function watchMethods(cache: string, client: object, operations: CacheOperations): void {
  operations.series(cache);
  for (const [method, operation] of OPERATIONS) {
    const call: unknown = Reflect.get(client, method);
    if (typeof call !== 'function') continue;
    Reflect.set(client, method, (...args: readonly unknown[]) =>
      operations.run(cache, operation, () => Reflect.apply(call, client, args)),
    );
  }
}

/** Caches that are found at once; what is beyond is recorded as well, more slowly. */
const MAX_FAST_CACHES = 100;

interface CacheSeries {
  hit(): void;
  miss(): void;
}

class CacheOperations {
  readonly #operations: RoleCounter;
  readonly #hits: RoleCounter;
  readonly #misses: RoleCounter;
  readonly #duration: RoleHistogram;
  readonly #series = new Map<string, CacheSeries>();

  constructor(binding: KitBinding) {
    this.#operations = binding.counter('operations');
    this.#hits = binding.counter('hits');
    this.#misses = binding.counter('misses');
    this.#duration = binding.histogram('duration');
  }

  /** The reads of a cache: hits and misses are shown from zero on, so that the first is an increase. */
  series(cache: string): CacheSeries {
    const known = this.#series.get(cache);
    if (known) return known;
    const hitOperations = this.#operations.bind({ cache, operation: 'get', status: 'hit' });
    const missOperations = this.#operations.bind({ cache, operation: 'get', status: 'miss' });
    const hits = this.#hits.bind({ cache });
    const misses = this.#misses.bind({ cache });
    const series: CacheSeries = {
      hit: () => {
        hitOperations.inc();
        hits.inc();
      },
      miss: () => {
        missOperations.inc();
        misses.inc();
      },
    };
    if (this.#series.size < MAX_FAST_CACHES) this.#series.set(cache, series);
    return series;
  }

  run<Result>(cache: string, operation: string, call: () => Result): Result {
    const startMs = performance.now();
    let isWaitedFor = false;
    const result = runWatched(call, (outcome) => {
      if (isWaitedFor) this.#duration.observe({ cache, operation }, (performance.now() - startMs) / 1000);
      if (outcome.status === 'failure') this.#count(cache, operation, 'failure');
      else if (operation === 'get') this.#countFound(cache, outcome.value);
      else this.#count(cache, operation, 'success');
    });
    // Timing a look-up in memory would cost more than the look-up.
    isWaitedFor = true;
    return result;
  }

  #countFound(cache: string, found: unknown): void {
    const series = this.series(cache);
    for (const value of Array.isArray(found) ? found : [found]) {
      if (value === undefined || value === null) series.miss();
      else series.hit();
    }
  }

  #count(cache: string, operation: string, status: 'success' | 'failure'): void {
    this.#operations.inc({ cache, operation, status });
  }
}

function sizeReaders(client: object, { entries, bytes }: CacheSize): Required<CacheSize> {
  const reference = new WeakRef(client);
  const firstNumber = (...names: readonly string[]) => {
    const cache = reference.deref();
    const values = cache ? names.map((name): unknown => Reflect.get(cache, name)) : [];
    return values.find((value) => typeof value === 'number') ?? 0;
  };
  return {
    entries: entries ?? (() => firstNumber('size', 'length')),
    bytes: bytes ?? (() => firstNumber('calculatedSize')),
  };
}
