import type { NativeHistogram } from '@telltale/model';
import { writeRemoteWrite } from '@telltale/model/wire';
import type { RemoteWriteSeries } from '@telltale/model/wire';

/** A sample on its way out. */
export interface OutgoingPoint {
  readonly timestampMs: number;
  readonly value: number;
  readonly isStale: boolean;
  /** In place of the value. */
  readonly histogram?: NativeHistogram;
}

/** Samples of one series, ascending in time. */
export interface OutgoingSeries {
  /** Encoded. */
  readonly labels: Uint8Array;
  readonly points: readonly OutgoingPoint[];
}

/** What one request has. */
export type OutgoingBatch = readonly OutgoingSeries[];

/** How many samples a batch has. */
export function samplesOf(batch: OutgoingBatch): number {
  return batch.reduce((sum, { points }) => sum + points.length, 0);
}

/** The time of its newest sample. */
export function newestOf(batch: OutgoingBatch): number {
  return batch.reduce((newest, { points }) => Math.max(newest, points.at(-1)?.timestampMs ?? 0), 0);
}

/** A batch as the body of a request, before compression. */
export function encodeBatch(batch: OutgoingBatch): Uint8Array {
  return writeRemoteWrite({ series: batch.flatMap(requestSeries), metadata: [] });
}

/**
 * The two halves of a batch, the earlier samples of a series in the first; nothing where it has one sample only. So what a
 * receiver refuses because of one of its samples can be sent without that.
 */
export function halve(batch: OutgoingBatch): readonly [OutgoingBatch, OutgoingBatch] | undefined {
  if (batch.length > 1) {
    const middle = Math.ceil(batch.length / 2);
    return [batch.slice(0, middle), batch.slice(middle)];
  }
  const [only] = batch;
  if (!only || only.points.length < 2) return undefined;
  const middle = Math.ceil(only.points.length / 2);
  const part = (points: readonly OutgoingPoint[]) => [{ labels: only.labels, points }];
  return [part(only.points.slice(0, middle)), part(only.points.slice(middle))];
}

/** A message has numbers and histograms in lists of their own: where a series changes between them, it takes several. */
function requestSeries({ labels, points }: OutgoingSeries): RemoteWriteSeries[] {
  if (points.every(({ histogram }) => histogram === undefined)) return [{ labels, samples: points }];
  const series: RemoteWriteSeries[] = [];
  for (let start = 0; start < points.length;) {
    const isHistogram = points[start].histogram !== undefined;
    const change = points.findIndex((one, i) => i > start && (one.histogram !== undefined) !== isHistogram);
    const end = change === -1 ? points.length : change;
    const run = points.slice(start, end);
    const nativeHistograms = run.flatMap(({ histogram, timestampMs }) =>
      histogram ? [{ histogram, timestampMs }] : [],
    );
    series.push({ labels, samples: isHistogram ? [] : run, nativeHistograms });
    start = end;
  }
  return series;
}
