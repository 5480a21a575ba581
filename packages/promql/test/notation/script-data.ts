import type { LabelSet } from '@telltale/model';
import { MemorySeriesStore, bitsOf, writeStaleAt } from '@telltale/model';
import { customBucketHistograms } from './custom-buckets.ts';
import type { LoadCommand } from './script.ts';
import type { SeriesLine, Slot } from './series-notation.ts';
import type { Sample } from './stored-hints.ts';
import { withStoredHints } from './stored-hints.ts';

interface LoadedSeries {
  readonly labels: LabelSet;
  readonly byTime: Map<number, Sample>;
}

/** The series a script has loaded so far. */
export class ScriptData {
  readonly #series = new Map<string, LoadedSeries>();
  #store: MemorySeriesStore | undefined;
  #hasStartTimes = false;

  /** Whether samples came with start timestamps, which no store of this project keeps. */
  get hasStartTimes(): boolean {
    return this.#hasStartTimes;
  }

  load({ series, stepMs, withHistograms, hasStartTimes }: LoadCommand): void {
    this.#store = undefined;
    this.#hasStartTimes ||= hasStartTimes;
    // Of two lines of the same series within a load the last one counts.
    const lines = new Map(series.map((line) => [line.labels.key, line]));
    for (const { labels, slots } of lines.values()) {
      const { byTime } = this.#entry(labels);
      for (const [i, slot] of slots.entries())
        if (slot.kind !== 'gap') byTime.set(i * stepMs, sampleOf(slot));
    }
    if (withHistograms) this.#loadCustomBuckets([...lines.values()], stepMs);
  }

  /** The samples as a store. */
  store(): MemorySeriesStore {
    return (this.#store ??= filledStore(this.#series.values()));
  }

  #loadCustomBuckets(lines: readonly SeriesLine[], stepMs: number): void {
    for (const { labels, byStep } of customBucketHistograms(lines)) {
      const { byTime } = this.#entry(labels);
      for (const [step, histogram] of byStep) byTime.set(step * stepMs, histogram);
    }
  }

  #entry(labels: LabelSet): LoadedSeries {
    const entry = this.#series.get(labels.key) ?? { labels, byTime: new Map<number, Sample>() };
    this.#series.set(labels.key, entry);
    return entry;
  }
}

function sampleOf(slot: Exclude<Slot, { kind: 'gap' }>): Sample {
  if (slot.kind === 'stale') return 'stale';
  return slot.kind === 'number' ? slot.value : slot.histogram;
}

function filledStore(series: Iterable<LoadedSeries>): MemorySeriesStore {
  const store = new MemorySeriesStore();
  for (const { labels, byTime } of series) {
    const ids = [store.intern(labels)];
    const ordered = [...byTime].sort(([a], [b]) => a - b);
    const samples = withStoredHints(ordered.map(([, sample]) => sample));
    for (const [i, [timestampMs]] of ordered.entries()) {
      const sample = samples[i];
      const values = Float64Array.of(typeof sample === 'number' ? sample : 0);
      if (sample === 'stale') writeStaleAt(bitsOf(values), 0);
      const row = { group: '', timestampMs, ids, values };
      store.append(typeof sample === 'object' ? { ...row, histograms: [sample] } : row);
    }
  }
  return store;
}
