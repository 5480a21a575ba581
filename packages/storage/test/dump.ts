import { bitsOf } from '@telltale/model';
import type { CompiledMatcher, SeriesSource } from '@telltale/model';

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
    .map(({ labels, timestamps, values }) => {
      const words = bitsOf(values);
      const samples = Array.from(
        timestamps,
        (timestampMs, i) => `${timestampMs}=${words[i * 2 + 1]}:${words[i * 2]}`,
      );
      return `${labels.key} ${samples.join(' ')}`;
    })
    .sort();
}
