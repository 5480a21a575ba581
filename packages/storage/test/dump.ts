import { bitsOf } from '@telltale/model';
import type { CompiledMatcher, NativeHistogram, SeriesSource } from '@telltale/model';

export interface DumpRequest {
  readonly matchers?: readonly CompiledMatcher[];
  readonly startMs?: number;
  readonly endMs?: number;
}

/** Every selected sample as text, values as bit patterns: equal texts are equal answers. */
export async function dump(source: SeriesSource, request: DumpRequest = {}): Promise<string[]> {
  const { matchers = [], startMs = 0, endMs = Number.MAX_SAFE_INTEGER } = request;
  const series = await source.select({ matchers, startMs, endMs });
  return series
    .map(({ labels, timestamps, values, histograms }) => {
      const words = bitsOf(values);
      const samples = Array.from(
        timestamps,
        (timestampMs, i) =>
          `${timestampMs}=${words[i * 2 + 1]}:${words[i * 2]}${printHistogram(histograms?.[i])}`,
      );
      return `${labels.key} ${samples.join(' ')}`;
    })
    .sort();
}

/** Everything of a histogram as text. */
export function printHistogram(histogram: NativeHistogram | undefined): string {
  if (histogram === undefined) return '';
  const { schema, counterReset, count, sum, zeroThreshold, zeroCount, customValues } = histogram;
  const runs = [histogram.positive, histogram.negative].map((side) =>
    side.map(({ start, counts }) => `${start}:${counts.join()}`).join('/'),
  );
  const sign = Object.is(sum, -0) ? '-' : '';
  return [schema, counterReset, count, sign + sum, zeroThreshold, zeroCount, customValues, runs].join(';');
}
