import { uniqueNames } from '../../exposition/names/exposed-metric.ts';
import { escapeLabelName, escapeMetricName } from '../../exposition/names/name-escaping.ts';
import type { SnapshotMetric } from './snapshot.ts';

/** The metrics under names that every Prometheus and Pushgateway takes: others get underscores. */
export function withPlainNames(metrics: readonly SnapshotMetric[]): readonly SnapshotMetric[] {
  const names = uniqueNames(
    metrics.map(({ name }) => name),
    'underscores',
    escapeMetricName,
  );
  return metrics.map((metric, index) => ({
    ...metric,
    name: names[index],
    labelNames: uniqueNames(metric.labelNames, 'underscores', escapeLabelName),
  }));
}
