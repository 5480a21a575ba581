import { bitsOf, isStaleAt } from '@telltale/model';
import type { SampleRow, SeriesId } from '@telltale/model';
import type { OutgoingBatch, OutgoingPoint, OutgoingSeries } from './outgoing-batch.ts';
import type { OutgoingLabels } from './outgoing-labels.ts';

/** How samples are divided among requests. */
export interface Division {
  /** Requests at once. */
  readonly shards: number;
  /** Samples in a request. */
  readonly maxSamplesPerSend: number;
}

/** Samples as requests: those of a shard are sent one after the other. */
export interface DividedPiece {
  readonly shards: readonly (readonly OutgoingBatch[])[];
  /** Samples of series whose labels nobody knows any more. */
  readonly unknown: number;
  /** Samples that the rules do not let out. */
  readonly filtered: number;
}

/**
 * Divides samples among requests: always in the same way, so that what is sent again is sent in the same requests. All samples
 * of a series are in one shard, ascending in time.
 */
export function dividePiece(
  rows: readonly SampleRow[],
  labelsOf: (id: SeriesId) => OutgoingLabels,
  { shards, maxSamplesPerSend }: Division,
): DividedPiece {
  const divided = Array.from({ length: shards }, () => new BatchList(maxSamplesPerSend));
  let [unknown, filtered, place] = [0, 0, 0];
  for (const [id, points] of pointsBySeries(rows)) {
    const labels = labelsOf(id);
    if (labels === 'unknown') unknown += points.length;
    else if (labels === 'filtered') filtered += points.length;
    else divided[place++ % shards].add({ labels, points: ascending(points) });
  }
  return { shards: divided.map((list) => list.batches()), unknown, filtered };
}

function pointsBySeries(rows: readonly SampleRow[]): Map<SeriesId, OutgoingPoint[]> {
  const bySeries = new Map<SeriesId, OutgoingPoint[]>();
  for (const { ids, values, timestampMs, histograms } of rows) {
    const bits = bitsOf(values);
    for (const [i, id] of ids.entries()) {
      const histogram = histograms?.[i];
      const isStale = isStaleAt(bits, i);
      const point = { timestampMs, value: values[i], isStale, ...(histogram && { histogram }) };
      const points = bySeries.get(id);
      if (points) points.push(point);
      else bySeries.set(id, [point]);
    }
  }
  return bySeries;
}

/** Late samples come behind newer ones; receivers want a series in order. */
function ascending(points: OutgoingPoint[]): readonly OutgoingPoint[] {
  const isAscending = points.every((one, i) => i === 0 || points[i - 1].timestampMs <= one.timestampMs);
  return isAscending ? points : points.toSorted((a, b) => a.timestampMs - b.timestampMs);
}

/** Fills requests one after the other. */
class BatchList {
  readonly #maxSamples: number;
  readonly #full: OutgoingBatch[] = [];
  #open: OutgoingSeries[] = [];
  #openSamples = 0;

  constructor(maxSamples: number) {
    this.#maxSamples = maxSamples;
  }

  add({ labels, points }: OutgoingSeries): void {
    for (let start = 0; start < points.length;) {
      const end = start + Math.min(points.length - start, this.#maxSamples - this.#openSamples);
      this.#open.push({ labels, points: points.slice(start, end) });
      this.#openSamples += end - start;
      start = end;
      if (this.#openSamples >= this.#maxSamples) this.#close();
    }
  }

  batches(): readonly OutgoingBatch[] {
    this.#close();
    return this.#full;
  }

  #close(): void {
    if (this.#open.length > 0) this.#full.push(this.#open);
    this.#open = [];
    this.#openSamples = 0;
  }
}
