import type { SeriesSource } from '@telltale/model';
import type { MessagePort } from 'node:worker_threads';
import { BlockCache } from '../../blocks/block-cache.ts';
import { DayFiles } from '../../blocks/day-files.ts';
import { SeriesReader } from '../series-reader.ts';
import { RemotePlanner } from './remote-planner.ts';

/** What {@link createRemoteSource} takes. */
export interface RemoteSourceOptions {
  /** The data folder of the store. */
  readonly folder: string;
  /** Memory for blocks and what was decoded of them. Default: 40 MiB. */
  readonly maxCacheBytes?: number;
  /** Told when samples of a day are gone, so that what was made of them can go too. */
  readonly onForgetDay?: (dayMs: number) => void;
}

/** The samples of a store that is open in another thread. */
export interface RemoteSource extends SeriesSource {
  /** Memory held by blocks that were read lately. */
  readonly cacheBytes: number;
  /** Closes the port and the files; reads that are under way fail. */
  close(): void;
}

/**
 * Reads the samples of a store from another thread than the store's: the other end of the port has to
 * be given to the store's `serveReads`. Blocks are read from the folder and decoded here; where they
 * are, and the samples that are in no block yet, come through the port.
 */
export function createRemoteSource(port: MessagePort, options: RemoteSourceOptions): RemoteSource {
  const files = new DayFiles(options.folder);
  const planner = new RemotePlanner({
    port,
    onForgetDay: (dayMs) => {
      cache.dropDay(dayMs);
      files.closeDay(dayMs);
      options.onForgetDay?.(dayMs);
    },
  });
  const cache = new BlockCache({
    load: ({ dayMs, id }) => files.data(dayMs, id),
    onDamaged: (location) => planner.reportDamage(location),
    ...(options.maxCacheBytes !== undefined && { maxBytes: options.maxCacheBytes }),
  });
  const reader = new SeriesReader(planner, cache);
  return {
    select: (request, signal) => reader.select(request, signal),
    scan: (request, signal) => reader.scan(request, signal),
    series: (request) => reader.series(request),
    labelNames: (request) => reader.labelNames(request),
    labelValues: (name, request) => reader.labelValues(name, request),
    get cacheBytes() {
      return cache.heldBytes;
    },
    close: () => {
      planner.close();
      files.close();
    },
  };
}
