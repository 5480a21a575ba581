import type { LabelSet } from '@telltale/model';

/** One series with its own times. */
export interface SparseSeries {
  readonly labels: LabelSet;
  /** Ascending in time. */
  readonly samples: readonly (readonly [timestampMs: number, value: number])[];
}

/** OpenMetrics text with timestamps, as `promtool tsdb create-blocks-from openmetrics` reads it. */
export function toOpenMetrics(series: readonly SparseSeries[]): string {
  const lines = series.flatMap(({ labels, samples }) => {
    const name = selectorOf(labels);
    return samples.map(([ms, value]) => `${name} ${numberOf(value)} ${ms / 1000}`);
  });
  return `${lines.join('\n')}\n# EOF\n`;
}

function selectorOf(labels: LabelSet): string {
  const pairs = [...labels.entries()].filter(([name]) => name !== '__name__');
  return `${labels.metricName}{${pairs.map(([name, value]) => `${name}="${value}"`).join(',')}}`;
}

function numberOf(value: number): string {
  if (Number.isFinite(value) || Number.isNaN(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}

/** Mulberry32: the same numbers from 0 to 1 in every run. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
