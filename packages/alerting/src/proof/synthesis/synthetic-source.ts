import type { LabelSet } from '@telltale/model';

/** A metric with one set of labels, as a program would expose it. */
export interface SyntheticSource {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  /** Family name, without `_bucket`, `_sum`, `_count`. */
  readonly name: string;
  /** Without metric name and `le`. */
  readonly labels: LabelSet;
  /** Upper bounds without +Inf; histograms only. */
  readonly buckets: readonly number[];
}

/** What a source does during a phase. */
export type SourceLevel =
  /** The series is not exposed. */
  | { readonly kind: 'absent' }
  /** A counter grows. */
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** A gauge stands. */
  | { readonly kind: 'value'; readonly value: number }
  /** A gauge holds a Unix time that lies `seconds` in the past. */
  | { readonly kind: 'age'; readonly seconds: number }
  /** A gauge stands at a value, then rises or falls from it down to zero at most. */
  | { readonly kind: 'trend'; readonly from: number; readonly perSecond: number }
  /** A gauge grows by one from time to time. */
  | { readonly kind: 'steps'; readonly everySeconds: number }
  /** A histogram takes observations of one value. */
  | { readonly kind: 'observations'; readonly perSecond: number; readonly value: number };

/** One level for each source, in the order of the sources. */
export type Assignment = readonly SourceLevel[];

/** A level in words, for reports. */
export function describeLevel(level: SourceLevel): string {
  switch (level.kind) {
    case 'absent':
      return 'absent';
    case 'rate':
      return `${level.perSecond}/s`;
    case 'value':
      return String(level.value);
    case 'age':
      return `${level.seconds} s ago`;
    case 'trend':
      return `${level.from} and ${level.perSecond}/s`;
    case 'steps':
      return `1 more every ${level.everySeconds} s`;
    case 'observations':
      return `${level.perSecond}/s of ${level.value}`;
  }
}

/** Name and labels of a source in Prometheus notation. */
export function describeSource({ name, labels }: SyntheticSource): string {
  return labels.with({ __name__: name }).toString();
}
