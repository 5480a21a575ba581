import type { DeclaredMetric } from './known-series.ts';

/** The metrics that recording rules write; what labels they have depends on the data. */
export function metricsOfRecordingRules(names: Iterable<string>): readonly DeclaredMetric[] {
  return [...names].map((name) => ({ name, kind: 'unknown', labels: undefined, origin: 'recording-rule' }));
}
