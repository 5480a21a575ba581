import type { CancelTimer, Clock } from '@telltale/model';
import type { DiscoveryPlaceView } from '../contract.ts';
import type { TargetGroup } from '../scrape/plan/target-group.ts';

/** Targets of one place; a place with more is taken for broken. */
export const MAX_DISCOVERED_TARGETS = 50_000;
/** What belongs together often comes as several events: a file is emptied, then written. */
const SETTLE_MS = 50;

/** What came out of looking once. */
export interface Findings {
  /** All that is known now; what could not be asked counts as it was before. */
  readonly groups: readonly TargetGroup[];
  /** What went wrong with a part of it; empty where nothing did. */
  readonly error: string;
}

/** Looks for targets in one place, again and again. */
export interface Discoverer {
  start(): void;
  stop(): Promise<void>;
  /** Resolves when it has looked for the first time, whatever came out. */
  readonly ready: Promise<void>;
  /** What is known now. */
  groups(): readonly TargetGroup[];
  /** How it goes. */
  status(): DiscoveryPlaceView;
}

/** A place where targets are looked for. */
export interface DiscoveryPlace {
  readonly mechanism: DiscoveryPlaceView['mechanism'];
  readonly place: string;
  readonly refreshMs: number;
  /** Looks once; what it throws leaves everything as it was before. */
  readonly look: (signal: AbortSignal) => Promise<Findings>;
  /** Begins to watch, where that can be done: `onChange` means that looking anew is worth it. */
  readonly watch?: (onChange: () => void) => Watch;
}

/** Something that tells of changes until it is closed. */
export interface Watch {
  /** Looks whether everything is still watched; called after each look. */
  renew(): void;
  close(): void;
}

/** Looks at a place at its interval, and when something is said to have changed. */
export function createDiscoverer(place: DiscoveryPlace, clock: Clock, onFound: () => void): Discoverer {
  const stopping = new AbortController();
  const first = Promise.withResolvers<void>();
  const counts = { refreshes: 0, failures: 0 };
  let found: Findings = { groups: [], error: '' };
  let lastRefreshMs: number | null = null;
  let cancel: CancelTimer = () => {};
  let running: Promise<void> | undefined;
  let isDirty = false;
  let watch: Watch | undefined;

  async function look(): Promise<void> {
    counts.refreshes++;
    try {
      found = await place.look(stopping.signal);
    } catch (error) {
      found = { ...found, error: error instanceof Error ? error.message : String(error) };
    }
    if (stopping.signal.aborted) return;
    if (found.error === '') lastRefreshMs = clock.now();
    else counts.failures++;
    onFound();
  }

  /** One look at a time; changes meanwhile lead to another one. */
  async function refresh(): Promise<void> {
    cancel();
    do {
      isDirty = false;
      await look();
    } while (isDirty && !stopping.signal.aborted);
    running = undefined;
    first.resolve();
    if (stopping.signal.aborted) return;
    watch?.renew();
    schedule(place.refreshMs);
  }

  function schedule(delayMs: number): void {
    cancel();
    cancel = clock.after(delayMs, () => (running = refresh()));
  }

  function onChange(): void {
    if (stopping.signal.aborted) return;
    if (running) isDirty = true;
    else schedule(SETTLE_MS);
  }

  return {
    ready: first.promise,
    start: () => {
      watch = place.watch?.(onChange);
      running = refresh();
    },
    stop: async () => {
      stopping.abort();
      cancel();
      watch?.close();
      await running;
      first.resolve();
    },
    groups: () => found.groups,
    status: () => ({
      mechanism: place.mechanism,
      place: place.place,
      refreshMs: place.refreshMs,
      lastRefreshMs,
      error: found.error,
      targets: countTargets(found.groups),
      ...counts,
    }),
  };
}

/** How many targets groups have together. */
export function countTargets(groups: readonly TargetGroup[]): number {
  return groups.reduce((total, { targets }) => total + targets.length, 0);
}
