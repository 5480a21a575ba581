import { TelltaleError } from '@telltale/model';
import type { MemoryLevel } from './memory-level.ts';
import { isAtLeast, memoryLevel } from './memory-level.ts';
import type { MemoryUse } from './memory-use.ts';
import { memoryStrain, readMemoryUse } from './memory-use.ts';

/** What is let go of or refused for want of memory. */
export const SHED = ['caches', 'queries', 'bodies'] as const;

export type Shed = (typeof SHED)[number];

export interface MemoryWatchOptions {
  /** The most that may be resident. Default: only the heap is limited. */
  readonly limitBytes: number | undefined;
  /** Lets go of what can be made anew. */
  readonly letGo: () => void;
  /** Is told of each time. */
  readonly onShed: (what: Shed) => void;
  /** Receives a line when the level changes. */
  readonly log: (line: string) => void;
  /** Default: of this process. */
  readonly read?: (limitBytes: number | undefined) => MemoryUse;
}

/** What is done at each level, for the log. */
const WORDS: Readonly<Record<MemoryLevel, string>> = {
  enough: 'there is enough memory again',
  tight: 'caches are let go of',
  short: 'queries are refused',
  critical: 'queries and what programs push are refused; they are told to come again',
};

const WATCH_EVERY_MS = 1000;

/** Sheds load before the process runs out of memory, the cheapest first, and takes it up again. */
export class MemoryWatch {
  readonly #options: MemoryWatchOptions;
  readonly #read: (limitBytes: number | undefined) => MemoryUse;
  #level: MemoryLevel = 'enough';
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: MemoryWatchOptions) {
    this.#options = options;
    this.#read = options.read ?? readMemoryUse;
  }

  start(): void {
    this.#timer = setInterval(() => this.level(), WATCH_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  use(): MemoryUse {
    return this.#read(this.#options.limitBytes);
  }

  /** The level at this moment. */
  level(): MemoryLevel {
    const use = this.use();
    const before = this.#level;
    this.#level = memoryLevel(before, memoryStrain(use));
    if (this.#level !== before) this.#change(before, use);
    return this.#level;
  }

  /** @throws TelltaleError `TT_QUERY_MEMORY` while there is not enough for queries of people */
  refuseQuery(): void {
    if (!isAtLeast(this.level(), 'short')) return;
    this.#options.onShed('queries');
    throw new TelltaleError('TT_QUERY_MEMORY', `the station is short of memory: ${shareText(this.use())}`, {
      fix: 'Ask again later, scrape fewer series, or give it more memory.',
    });
  }

  /** Whether there is enough for what programs push. */
  takesBodies(): boolean {
    if (this.level() !== 'critical') return true;
    this.#options.onShed('bodies');
    return false;
  }

  #change(before: MemoryLevel, use: MemoryUse): void {
    this.#options.log(`Memory: ${shareText(use)}: ${WORDS[this.#level]}.`);
    if (before !== 'enough' || this.#level === 'enough') return;
    this.#options.onShed('caches');
    this.#options.letGo();
  }
}

const MEGABYTE = 2 ** 20;

/** `91 % of 512 MiB are in use`, of the limit that is nearer. */
function shareText(use: MemoryUse): string {
  const { residentBytes, limitBytes, heapBytes, heapLimitBytes } = use;
  const isOfHeap = limitBytes === undefined || heapBytes / heapLimitBytes > residentBytes / limitBytes;
  const [used, limit] = isOfHeap ? [heapBytes, heapLimitBytes] : [residentBytes, limitBytes];
  const whole = `${Math.round(limit / MEGABYTE)} MiB${isOfHeap ? ' of heap' : ''}`;
  return `${Math.round((used / limit) * 100)} % of ${whole} are in use`;
}
