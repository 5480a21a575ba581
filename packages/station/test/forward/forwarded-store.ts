import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_METRICS_FORWARD } from '@telltale/definition';
import type { ResolvedMetricsForward } from '@telltale/definition';
import { LabelSet, systemClock } from '@telltale/model';
import type { Clock, NativeHistogram } from '@telltale/model';
import { openStore } from '@telltale/storage';
import type { Store } from '@telltale/storage';
import { onTestFinished } from 'vitest';
import type { MetricsForwarders } from '../../src/forward/metrics/open-metrics-forwarders.ts';
import { openMetricsForwarders } from '../../src/forward/metrics/open-metrics-forwarders.ts';

/** A new folder that is removed when the test ends. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-forward-metrics-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A store that is forwarded, as a station has it. */
export interface ForwardedStore {
  readonly store: Store;
  readonly forwarders: MetricsForwarders;
  readonly lines: string[];
  sample(name: string, timestampMs: number, value: number, histogram?: NativeHistogram): number;
  /** Ends both; what was not sent stays. */
  close(): Promise<void>;
}

export interface ForwardedStoreOptions {
  readonly folder: string;
  readonly destinations: readonly (Partial<ResolvedMetricsForward> & { readonly url: string })[];
  readonly maxBytes?: number;
  readonly timeoutMs?: number;
}

/** Pauses between attempts are short. */
const QUICK_CLOCK: Clock = {
  now: () => systemClock.now(),
  after: (delayMs, task) => systemClock.after(delayMs / 20, task),
};

/** Opens a store and forwards what it takes, without waiting for more. */
export async function forwardedStore(options: ForwardedStoreOptions): Promise<ForwardedStore> {
  const { folder, destinations, maxBytes, timeoutMs } = options;
  const store = await openStore({ folder, followsLog: true, flushIntervalMs: 10 });
  const lines: string[] = [];
  const forwarders = await openMetricsForwarders({
    destinations: destinations.map((one) => ({ ...DEFAULT_METRICS_FORWARD, maxWaitMs: 1, ...one })),
    store,
    clock: QUICK_CLOCK,
    random: () => 0,
    log: (line) => void lines.push(line),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  forwarders.start();
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await forwarders.stop();
    await store.close();
  };
  onTestFinished(close);
  return {
    store,
    forwarders,
    lines,
    close,
    sample: (name, timestampMs, value, histogram) => {
      const id = store.metrics.intern(LabelSet.from([['__name__', name]]));
      const row = { group: name, timestampMs, ids: [id], values: Float64Array.of(value) };
      store.metrics.append(histogram ? { ...row, histograms: [histogram] } : row);
      return id;
    },
  };
}
