import type { ResolvedLabel, ResolvedMetric, ResolvedTarget } from '@telltale/definition';
import type { SyntheticSource } from './synthetic-source.ts';

/** Series that a metric is exposed as and that can be made up by themselves. */
export interface ExposedFamily {
  /** Family name, without `_bucket`, `_sum`, `_count` of a histogram. */
  readonly name: string;
  readonly kind: SyntheticSource['kind'];
  readonly labels: Readonly<Record<string, ResolvedLabel>>;
  /** Upper bounds without +Inf; histograms only. */
  readonly buckets: readonly number[];
  /** Whether a target exposes it. */
  readonly isOf: (target: ResolvedTarget) => boolean;
}

const HISTOGRAM_SUFFIX = /_(?:bucket|sum|count)$/;

const UP: ExposedFamily = { name: 'up', kind: 'gauge', labels: {}, buckets: [], isOf: () => true };

/** The family that a series of this name belongs to; `undefined` where no metric is exposed so. */
export function familyOf(series: string, metrics: readonly ResolvedMetric[]): ExposedFamily | undefined {
  if (series === 'up') return UP;
  const families = metrics.flatMap(familiesOf);
  const family = families.find(({ name }) => name === series);
  if (family && family.kind !== 'histogram') return family;
  const base = series.replace(HISTOGRAM_SUFFIX, '');
  if (base === series) return undefined;
  return families.find(({ name, kind }) => name === base && kind === 'histogram');
}

/** A summary is a gauge by quantile and two counters, a state set a gauge by state. */
function familiesOf({ name, kind, labels, ...metric }: ResolvedMetric): readonly ExposedFamily[] {
  const { buckets = [], quantiles = [], states = [] } = metric;
  const isOf = (target: ResolvedTarget): boolean => isExposedBy(metric, target);
  const gauge = (label: string, values: readonly string[]): ExposedFamily => ({
    name,
    kind: 'gauge',
    labels: { ...labels, [label]: { kind: 'values', values } },
    buckets: [],
    isOf,
  });
  switch (kind) {
    case 'summary':
      return [
        gauge('quantile', quantiles.map(String)),
        { name: `${name}_sum`, kind: 'counter', labels, buckets: [], isOf },
        { name: `${name}_count`, kind: 'counter', labels, buckets: [], isOf },
      ];
    case 'stateset':
      return [gauge(name, states)];
    case 'info':
      return [{ name, kind: 'gauge', labels, buckets: [], isOf }];
    case 'histogram':
      // Samples that are whole histograms cannot be made up: only classic buckets can.
      return buckets.length > 0 ? [{ name, kind, labels, buckets, isOf }] : [];
    case 'counter':
    case 'gauge':
      return [{ name, kind, labels, buckets: [], isOf }];
  }
}

/** The metrics of an exporter come from its targets, those of a service from its own. */
function isExposedBy(
  { exporter, service }: Pick<ResolvedMetric, 'exporter' | 'service'>,
  target: ResolvedTarget,
): boolean {
  const isSameService = service === undefined || target.service === undefined || service === target.service;
  return exporter === target.exporter && isSameService;
}
