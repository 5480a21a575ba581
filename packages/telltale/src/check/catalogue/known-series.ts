/** What is known of the values of a label. */
export type LabelValues =
  | { readonly kind: 'closed'; readonly values: readonly string[] }
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** There may be others, but hardly any that nearly is one of these. */
  | { readonly kind: 'usual'; readonly values: readonly string[] }
  | { readonly kind: 'unknown' };

/** How a series may be used; a `histogram` is the base name of one, which itself has no series. */
export type SeriesKind = 'counter' | 'gauge' | 'histogram' | 'unknown';

/**
 * Where knowledge of a metric comes from; `computed-name` is source that writes out only a name's end,
 * `exporter` what is known of a widely used program that the workspace itself says nothing of.
 */
export type CatalogueOrigin =
  | 'definition'
  | 'metrics-page'
  | 'source'
  | 'computed-name'
  | 'recording-rule'
  | 'guide'
  | 'exporter';

/** A series name as queries write it, with what is known of it. */
export interface KnownSeries {
  readonly name: string;
  readonly kind: SeriesKind;
  /** Labels of the metric itself, without those its target adds; absent where they are not known. */
  readonly labels: ReadonlyMap<string, LabelValues> | undefined;
  readonly origin: CatalogueOrigin;
  /** Base unit, where the declaration says it; the empty string for none. */
  readonly unit?: string;
  /** Upper bounds of a classic histogram without +Inf, ascending, where they are known. */
  readonly buckets?: readonly number[];
  /** Whether the histogram is a native one only: it has no series with `_bucket`. */
  readonly isNative?: boolean;
}

/** A metric as a program declares it. */
export interface DeclaredMetric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset' | 'unknown';
  /** Whether a histogram is (also) a native one: then its name is that of its series too. */
  readonly isNative?: boolean;
  readonly labels: ReadonlyMap<string, LabelValues> | undefined;
  readonly origin: CatalogueOrigin;
  readonly unit?: string;
  readonly buckets?: readonly number[];
}

const UNKNOWN_VALUES: LabelValues = { kind: 'unknown' };

/** Labels of which only the names are known. */
export function labelsNamed(names: Iterable<string>): ReadonlyMap<string, LabelValues> {
  return new Map([...names].map((name) => [name, UNKNOWN_VALUES]));
}

/** The series that a metric is exposed as. */
export function seriesOf(metric: DeclaredMetric): readonly KnownSeries[] {
  const { name, labels, origin, unit, buckets } = metric;
  const isNativeOnly = metric.isNative === true && buckets?.length === 0;
  const series = (suffix: string, kind: SeriesKind, extra: readonly string[] = []): KnownSeries => ({
    name: name + suffix,
    kind,
    labels: labels && new Map([...labels, ...labelsNamed(extra)]),
    origin,
    ...(unit !== undefined && suffix !== '_count' && suffix !== '_created' && { unit }),
    ...(buckets && buckets.length > 0 && { buckets }),
    ...(isNativeOnly && { isNative: true }),
  });
  const created = series('_created', 'gauge');
  switch (metric.kind) {
    case 'counter':
      // OpenMetrics adds `_total` where the declared name lacks it, the text format does not.
      return name.endsWith('_total')
        ? [series('', 'counter'), { ...created, name: name.replace(/_total$/, '_created') }]
        : [series('', 'counter'), series('_total', 'counter'), created];
    case 'histogram':
      return [
        metric.isNative ? series('', 'unknown') : series('', 'histogram', ['le']),
        series('_bucket', 'counter', ['le']),
        series('_sum', 'counter'),
        series('_count', 'counter'),
        created,
      ];
    case 'summary':
      return [
        series('', 'gauge', ['quantile']),
        series('_sum', 'counter'),
        series('_count', 'counter'),
        created,
      ];
    case 'info':
      return [series('', 'gauge'), series('_info', 'gauge')];
    case 'stateset':
      return [series('', 'gauge', [name])];
    case 'gauge':
    case 'unknown':
      return [series('', metric.kind)];
  }
}
