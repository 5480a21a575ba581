import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HealthCheck } from '../health-check.ts';
import { nodeV8 } from '../../platform/node-modules.ts';

/** What {@link disk} takes. */
export interface DiskCheckOptions {
  /** Any path on the file system. */
  readonly path: string;
  /** Bytes, or a share such as `5%`, that must be free for the user of the process. */
  readonly minFree: number | `${number}%`;
}

/** What {@link eventLoop} takes. */
export interface EventLoopCheckOptions {
  /** How long the event loop may have taken no turn since the last check, in milliseconds; 1 s by default. */
  readonly maxLagMs?: number;
}

/** What {@link memory} takes. */
export interface MemoryCheckOptions {
  /** Share of the heap's limit, and of the container's where there is one, that may be in use; 0.9 by default. */
  readonly maxShare?: number;
}

const WORDS = ['ok', 'exhausted'] as const;
const RESOLUTION_MS = 20;
const DEFAULT_MAX_LAG_MS = 1000;
const DEFAULT_MAX_SHARE = 0.9;

/** Whether a file system has room. */
export function disk({ path, minFree }: DiskCheckOptions): HealthCheck {
  return {
    words: WORDS,
    run: async () => {
      const { bavail, blocks, bsize } = await statfs(path);
      const free = bavail * bsize;
      const needed = typeof minFree === 'number' ? minFree : (parseFloat(minFree) / 100) * blocks * bsize;
      if (free < needed) throw new Error(`${mebibytes(free)} are free, ${mebibytes(needed)} are needed`);
    },
  };
}

/** Whether the event loop has taken its turns: not for long pauses of the whole process, which nothing can tell of. */
export function eventLoop({ maxLagMs = DEFAULT_MAX_LAG_MS }: EventLoopCheckOptions = {}): HealthCheck {
  let delay: ReturnType<typeof monitorEventLoopDelay> | undefined;
  return {
    words: WORDS,
    run: () => {
      if (!delay) {
        delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
        delay.enable();
        return;
      }
      const lagMs = delay.count === 0 ? 0 : Math.max(0, delay.max / 1e6 - RESOLUTION_MS);
      delay.reset();
      if (lagMs > maxLagMs) throw new Error(`the event loop took no turn for ${Math.round(lagMs)} ms`);
    },
  };
}

/** Whether memory is left, on the heap of JavaScript and in the container. */
export function memory({ maxShare = DEFAULT_MAX_SHARE }: MemoryCheckOptions = {}): HealthCheck {
  return {
    words: WORDS,
    run: () => {
      const { used_heap_size: used, heap_size_limit: limit } = nodeV8().getHeapStatistics();
      if (used > maxShare * limit)
        throw new Error(`${mebibytes(used)} of ${mebibytes(limit)} heap are in use`);
      const container = process.constrainedMemory();
      const rss = process.memoryUsage.rss();
      // Where there is no limit the number is none that a machine could have.
      if (container > 0 && container < Number.MAX_SAFE_INTEGER && rss > maxShare * container)
        throw new Error(`${mebibytes(rss)} of ${mebibytes(container)} are in use`);
    },
  };
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MiB`;
}
